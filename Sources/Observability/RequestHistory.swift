// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import NIOCore
package import Workspaces

/// What the last week's calls of a pipe were, read from the service data sources.
package struct RequestHistory: Sendable {
    private let engine: EngineClient

    package init(engine: EngineClient) { self.engine = engine }

    /// Ten calls or fewer of each kind.
    package enum List: String, CaseIterable, Sendable {
        /// The latest.
        case all
        /// The most frequent, by their URLs.
        case top
        case slow
        /// The latest of those that failed.
        case error
    }

    /// The calls of a list, as JSON.
    package func json(_ list: List, of pipe: Pipe, in workspace: Workspace) async throws -> String {
        let query = EngineQuery(
            Self.query(list), database: workspace.serviceDatabase, format: "JSONEachRow",
            settings: ["log_queries": "0", "output_format_json_quote_64bit_integers": "0", "output_format_json_array_of_rows": "1"],
            parameters: ["pipe": pipe.id.text])
        return String(buffer: try await self.engine.query(query).collect(upTo: Self.byteLimit))
    }

    /// Far more than ten clipped URLs and errors can have.
    private static let byteLimit = 1 << 20

    private static func query(_ list: List) -> String {
        let condition = "pipe_id = {pipe: String} AND start_datetime > now() - INTERVAL 7 DAY"
        let calls = """
            SELECT start_datetime, request_id, method, url, status_code, duration, read_rows, read_bytes, result_rows, token_name,
                error_message AS error
            FROM pipe_stats_rt AS calls WHERE \(condition)
            """
        return switch list {
        case .all: "\(calls) ORDER BY start_datetime DESC, request_id LIMIT 10"
        case .slow: "\(calls) ORDER BY duration DESC, request_id LIMIT 10"
        case .error: "\(calls) AND calls.error = 1 ORDER BY start_datetime DESC, request_id LIMIT 10"
        case .top:
            """
            SELECT url, count() AS requests, countIf(error = 1) AS errors, avg(duration) AS avg_duration, max(duration) AS max_duration,
                sum(calls.read_rows) AS read_rows, sum(calls.read_bytes) AS read_bytes
            FROM pipe_stats_rt AS calls WHERE \(condition) GROUP BY url ORDER BY requests DESC, url LIMIT 10
            """
        }
    }
}
