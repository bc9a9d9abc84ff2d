// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a node does besides being read by others; `TYPE` says it.
package enum NodeKind: String, Sendable, Hashable, CaseIterable {
    case standard
    /// Answers HTTP requests.
    case endpoint
    /// Fills a data source whenever rows arrive.
    case materialized
    /// Fills a data source at given times.
    case copy
    /// Writes files or messages elsewhere.
    case sink
    /// Of Classic; nothing serves it.
    case stream

    /// The directive that names the data source such a node fills.
    package var targetDirective: String? {
        switch self {
        case .materialized: "DATASOURCE"
        case .copy: "TARGET_DATASOURCE"
        case .standard, .endpoint, .sink, .stream: nil
        }
    }
}

/// What a pipe is, after its one node that is more than a step.
package enum PipeKind: String, Sendable, Hashable, CaseIterable {
    case endpoint
    case materialized
    case copy
    case sink
    /// A building block for other pipes. (Classic serves such a pipe where its last node is marked elsewhere.)
    case plain
}

/// What a copy does with the rows already in its target.
package enum CopyMode: String, Sendable, Hashable, CaseIterable {
    case append
    case replace
}
