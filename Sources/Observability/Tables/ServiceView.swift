// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// A view that fills one table of the service from the rows that come into another.
struct ServiceView {
    let name: String
    let target: ServiceTable
    let query: String

    /// Makes the view where it is missing.
    var definition: String {
        "CREATE MATERIALIZED VIEW IF NOT EXISTS \(SQLText.identifier(self.name)) TO \(SQLText.identifier(self.target.name)) AS \(self.query)"
    }

    static let all = [
        ServiceView(
            name: "pipe_stats_view", target: .dailyRequests,
            query: """
                SELECT toDateTime(toStartOfDay(start_datetime)) AS date, pipe_id, pipe_name,
                    avgState(toFloat32(duration * 1000)) AS avg_duration_state, sum(toUInt64(error)) AS error_count, count() AS view_count,
                    quantilesTimingState(0.9, 0.95, 0.99)(toFloat64(duration) * 1000) AS quantile_timing_state,
                    sum(read_bytes) AS read_bytes_sum, sum(read_rows) AS read_rows_sum, sum(toFloat64(cpu_time)) AS cpu_time_sum,
                    any(resource_tags) AS resource_tags
                FROM pipe_stats_rt GROUP BY date, pipe_id, pipe_name
                """),
        ServiceView(
            name: "endpoint_errors_view", target: .requestErrors,
            query: """
                SELECT start_datetime, request_id, pipe_id, pipe_name, toJSONString(parameters) AS params, url, status_code,
                    error_message AS error, resource_tags
                FROM pipe_stats_rt WHERE pipe_stats_rt.error = 1
                """),
        ServiceView(
            name: "datasources_ops_stats_view", target: .dailyOperations,
            query: """
                SELECT toDateTime(toStartOfDay(timestamp)) AS event_date, datasource_id, datasource_name, event_type, pipe_id, pipe_name,
                    countIf(result = 'error') AS error_count, count() AS executions, avgState(elapsed_time) AS avg_elapsed_time_state,
                    quantilesState(0.9, 0.95, 0.99)(toFloat64(elapsed_time)) AS quantiles_state,
                    sum(o.read_rows) AS read_rows, sum(o.read_bytes) AS read_bytes, sum(o.written_rows) AS written_rows,
                    sum(o.written_bytes) AS written_bytes, sum(o.written_rows_quarantine) AS written_rows_quarantine,
                    sum(o.written_bytes_quarantine) AS written_bytes_quarantine, sum(toFloat64(o.cpu_time)) AS cpu_time,
                    any(o.resource_tags) AS resource_tags
                FROM datasources_ops_log AS o GROUP BY event_date, datasource_id, datasource_name, event_type, pipe_id, pipe_name
                """),
    ]
}
