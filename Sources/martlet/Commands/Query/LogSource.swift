// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials

/// A service data source that tells what has happened.
enum LogSource: String, CaseIterable {
    case pipeStatistics = "pipe_stats_rt"
    case blocks = "block_log"
    case dataSourceOperations = "datasources_ops_log"
    case endpointErrors = "endpoint_errors"
    case sinks = "sinks_ops_log"
    case jobs = "jobs_log"

    /// Those that are read where nobody names any.
    static let usual: [LogSource] = [.dataSourceOperations, .pipeStatistics, .jobs]

    private var timeColumn: String {
        switch self {
        case .pipeStatistics, .endpointErrors: "start_datetime"
        case .blocks, .dataSourceOperations, .sinks: "timestamp"
        case .jobs: "created_at"
        }
    }

    /// Its rows of a time, all in one shape.
    func query(from start: String, to end: String?) -> String {
        """
        SELECT 'tinybird.\(self.rawValue)' AS source, toDateTime(\(self.timeColumn)) AS timestamp,
            formatRowNoNewline('JSONEachRow', *) AS data
        FROM tinybird.\(self.rawValue)
        WHERE \(self.timeColumn) >= \(start)\(end.map { " AND \(self.timeColumn) <= \($0)" } ?? "")
        """
    }
}

/// A moment, as it is or before now.
enum LogTime: ExpressibleByArgument {
    case before(seconds: Int)
    case at(Date)

    init?(argument: String) {
        if argument.hasPrefix("-") {
            guard let time = TimeToLive(argument: String(argument.dropFirst())) else { return nil }
            self = .before(seconds: time.seconds)
        } else if let moment = try? Date(argument, strategy: .iso8601) {
            self = .at(moment)
        } else if let day = try? Date(argument, strategy: .iso8601.year().month().day()) {
            self = .at(day)
        } else {
            return nil
        }
    }

    var sql: String {
        switch self {
        case .before(let seconds): "now() - INTERVAL \(seconds) SECOND"
        case .at(let moment): "toDateTime(\(Int(moment.timeIntervalSince1970)))"
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .before(let seconds): "-\(seconds)s"
        case .at(let moment): moment.formatted(.iso8601)
        }
    }
}
