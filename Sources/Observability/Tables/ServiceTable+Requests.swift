// Part of Martlet. Apache License 2.0; see LICENSE.

/// The tables about calls of endpoints and queries.
extension ServiceTable {
    /// A row for each call.
    static let requests = ServiceTable(
        "pipe_stats_rt",
        columns: """
            start_datetime DateTime
            pipe_id String
            pipe_name String
            token String
            token_name String
            duration Float32
            read_bytes UInt64
            read_rows UInt64
            cpu_time Float32
            result_rows UInt64
            url Nullable(String)
            error UInt8
            error_message Nullable(String)
            status_code Int32
            request_id String
            parameters Map(String, String)
            method String
            release String
            user_agent Nullable(String)
            client_ip Nullable(String)
            resource_tags Array(String)
            memory_usage UInt64
            replica String
            """,
        engine: "MergeTree ORDER BY (pipe_id, start_datetime) TTL start_datetime + toIntervalMonth(3)")

    /// Sums of a pipe's calls for each day; the states are of milliseconds.
    static let dailyRequests = ServiceTable(
        "pipe_stats",
        columns: """
            date DateTime
            pipe_id String
            pipe_name String
            avg_duration_state AggregateFunction(avg, Float32)
            error_count UInt64
            view_count UInt64
            quantile_timing_state AggregateFunction(quantilesTiming(0.9, 0.95, 0.99), Float64)
            read_bytes_sum UInt64
            read_rows_sum UInt64
            cpu_time_sum Float64
            resource_tags Array(String)
            """,
        engine: "SummingMergeTree PARTITION BY toYYYYMM(date) ORDER BY (pipe_id, date)")

    /// The calls that failed.
    static let requestErrors = ServiceTable(
        "endpoint_errors",
        columns: """
            start_datetime DateTime
            request_id String
            pipe_id String
            pipe_name String
            params Nullable(String)
            url Nullable(String)
            status_code Nullable(Int32)
            error Nullable(String)
            resource_tags Array(String)
            """,
        engine: """
            MergeTree PARTITION BY toYYYYMM(toDate(start_datetime)) ORDER BY start_datetime TTL start_datetime + toIntervalDay(30)
            """)
}
