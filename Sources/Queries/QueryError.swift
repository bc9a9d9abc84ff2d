// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a query is refused before it reaches the engine.
package enum QueryError: ServiceError, Hashable {
    case unknownPipe(String)
    case noEndpoint(String)
    case unknownNode(String, pipe: String)
    case notReadableInside(String)
    case unknownTable(String)
    case serviceDataSource(String)
    case brokenInsertion(node: String, line: Int)
    case pipeNotReadable(String)
    case dataSourceNotReadable(String)
    case quarantineNotReadable(String)
    case systemTableNotReadable(String)
    case rowFilterNotUsable(String, String)
    case joinedPrewhere(String)
    case sampledPipe(String)
    case cycle([String])
    case tooManyNodes
    case resolvedTextTooLong
    case queryTooLong
    case emptyQuery
    case formatInsideNode(String, String)
    case unknownFormat(String)
    case formatContradiction(named: String, requested: String)
    case resultTooLarge
    case liveAnswerTooLarge

    package var code: ErrorCode {
        switch self {
        case .unknownPipe, .noEndpoint, .unknownNode: .notFound
        case .notReadableInside, .pipeNotReadable, .dataSourceNotReadable, .quarantineNotReadable, .systemTableNotReadable,
            .rowFilterNotUsable:
            .forbidden
        case .liveAnswerTooLarge: .tooLarge
        default: .invalidRequest
        }
    }

    package var message: String {
        switch self {
        case .unknownPipe(let name): "pipe \"\(name)\" does not exist"
        case .noEndpoint(let name): "pipe \"\(name)\" has no endpoint"
        case .unknownNode(let node, let pipe): "pipe \"\(pipe)\" has no node \"\(node)\""
        case .notReadableInside(let name):
            "token is missing the scope WORKSPACE:READ_ALL, which shows the nodes of pipe \"\(name)\" one by one"
        case .brokenInsertion(let node, let line):
            "the value of {{ }} in line \(line) of the SQL that node \"\(node)\" renders to would not stay a value: "
                + "it stands inside quotes or a comment, or behind a minus sign"
        case .serviceDataSource(let name): "\(name) is not served"
        case .unknownTable(let name): "Unknown table '\(name)' (UNKNOWN_TABLE)"
        case .pipeNotReadable(let name): "token is missing the scope PIPES:READ:\(name)"
        case .dataSourceNotReadable(let name): "token is missing the scope DATASOURCES:READ:\(name)"
        case .quarantineNotReadable(let name): "a token that sees only some rows of data source \"\(name)\" does not see its quarantine"
        case .systemTableNotReadable(let name): "token is missing the scope WORKSPACE:READ_ALL, which opens system.\(name)"
        case .rowFilterNotUsable(let name, let reason): "the token's row filter for data source \"\(name)\" cannot be used: \(reason)"
        case .joinedPrewhere(let name): "PREWHERE over a join is for tables, and \"\(name)\" is a query here; write WHERE"
        case .sampledPipe(let name): "SAMPLE cannot be used with \"\(name)\", which is a query"
        case .cycle(let nodes): "nodes refer to each other in a circle: \(nodes.joined(separator: " -> "))"
        case .tooManyNodes: "more than \(QueryLimits.nodeDepth) nodes stand inside each other"
        case .resolvedTextTooLong: "the query is longer than \(QueryLimits.resolvedTextBytes) bytes once its nodes are filled in"
        case .queryTooLong: "the query is longer than \(QueryLimits.queryTextBytes) bytes"
        case .resultTooLarge:
            "the result is larger than \(QueryLimits.resultBytes / 1_000_000) MB: select fewer rows or columns, aggregate, or fetch it in pages "
                + "(TOO_MANY_ROWS_OR_BYTES)"
        case .emptyQuery: "the query is empty: pass SQL in the parameter \"q\" or as the body"
        case .formatInsideNode(let node, let format): "node \"\(node)\" ends with FORMAT \(format), which only an outermost query may have"
        case .unknownFormat(let name):
            "format \"\(name)\" is not supported, use one of \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))"
        case .formatContradiction(let named, let requested): "the query ends with FORMAT \(named) but \(requested) was requested"
        case .liveAnswerTooLarge:
            "the answer is larger than \(QueryLimits.liveAnswerBytes) bytes, which is too much to send at every change: select less of it"
        }
    }

    package var databaseCode: Int? {
        switch self {
        case .unknownTable: 60
        // The number that the engine itself has for it.
        case .resultTooLarge: 396
        default: nil
        }
    }
}
