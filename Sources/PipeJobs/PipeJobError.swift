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
    case notReady

    package var code: ErrorCode {
        switch self {
        case .isNo, .notScheduled, .badMode, .columns: .invalidRequest
        case .alreadyRunning, .changedMeanwhile: .conflict
        case .refused, .viewFailed: .partlyDone
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
        case .notReady: "the server is starting or stopping, try again shortly"
        }
    }

    package var retryAfterSeconds: Int? { self == .notReady ? 1 : nil }
}
