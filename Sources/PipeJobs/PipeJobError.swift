// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
package import MartletCore

/// Why a pipe cannot do what it is asked for, or has not done all of it.
package enum PipeJobError: ServiceError, Hashable {
    case isNo(kind: String, pipe: String)
    case alreadyRunning(pipe: String, job: String)
    case notScheduled(pipe: String)
    case badMode(String)
    case columns(node: String, dataSource: String, missing: [String], foreign: [String], repeated: [String])
    /// A deployment came between the pieces.
    case changedMeanwhile(dataSource: String, stored: Int, of: Int)
    case refused(dataSource: String, stored: Int, of: Int, reason: String)
    /// The rows are stored, but a view behind their table failed on them.
    case viewFailed(dataSource: String, reason: String)
    case noSuchNode(String, pipe: String)
    case keepsNoRows(dataSource: String)
    case badSubset(String)
    /// A populate has failed after it had emptied its target.
    case emptied(dataSource: String, reason: String)
    case badSink(node: String, reason: String)
    case sinkNotAllowed(String)
    /// Some files are written, others are not.
    case filesLeft(written: Int, of: Int, reason: String)
    case notReady

    package var code: ErrorCode {
        switch self {
        case .isNo, .notScheduled, .badMode, .columns, .keepsNoRows, .badSubset, .badSink: .invalidRequest
        case .noSuchNode: .notFound
        case .sinkNotAllowed: .forbidden
        case .alreadyRunning, .changedMeanwhile: .conflict
        case .refused, .viewFailed, .emptied, .filesLeft: .partlyDone
        case .notReady: .unavailable
        }
    }

    package var message: String {
        switch self {
        case .isNo(let kind, let pipe): "pipe \"\(pipe)\" is no \(kind) pipe: none of its nodes has TYPE \(kind)"
        case .alreadyRunning(let pipe, let job): "pipe \"\(pipe)\" is running already, as job \(job): wait until it has ended, or cancel it"
        case .notScheduled(let pipe): "pipe \"\(pipe)\" has no schedule that could be paused or resumed"
        case .badMode(let mode): "the mode \"\(mode)\" is none: use append or replace"
        case .columns(let node, let dataSource, let missing, let foreign, let repeated):
            "the columns of node \"\(node)\" do not fit data source \"\(dataSource)\": "
                + [
                    ("the query lacks", missing), ("the data source does not have", foreign), ("the query yields more than once", repeated),
                ]
                .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.map { "\"\($0)\"" }.joined(separator: ", "))" }.joined(separator: "; ")
        case .changedMeanwhile(let dataSource, let stored, let count):
            "a deployment has given data source \"\(dataSource)\" a new table meanwhile: \(stored) of \(count) rows went to the old one"
        case .refused(let dataSource, let stored, let count, let reason):
            "\(stored) of \(count) rows are in data source \"\(dataSource)\"; the database refused the others: \(reason)"
        case .viewFailed(let dataSource, let reason):
            "the rows are in data source \"\(dataSource)\", but a materialized view failed on them; do not copy them again: \(reason)"
        case .noSuchNode(let node, let pipe): "pipe \"\(pipe)\" has no materialized node \"\(node)\""
        case .keepsNoRows(let dataSource): "data source \"\(dataSource)\" has the engine Null and keeps no rows to populate from"
        case .badSubset(let text): "populate_subset \(text) is none: use a part of the rows, more than 0 and at most 0.1"
        case .emptied(let dataSource, let reason):
            "data source \"\(dataSource)\" was emptied and has only the rows that came since; populate it again: \(reason)"
        case .badSink(let node, let reason): "node \"\(node)\" cannot be exported: \(reason)"
        case .sinkNotAllowed(let reason): reason
        case .filesLeft(let written, let count, let reason): "\(written) of \(count) files are written: \(reason)"
        case .notReady: "the server is starting or stopping, try again shortly"
        }
    }

    package var retryAfterSeconds: Int? { self == .notReady ? 1 : nil }
}
