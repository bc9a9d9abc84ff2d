// Part of Martlet. Apache License 2.0; see LICENSE.

/// The tables about what happens to data sources.
extension ServiceTable {
    /// A row for each operation on a data source.
    static let operations = ServiceTable(
        "datasources_ops_log",
        columns: """
            timestamp DateTime
            event_type String
            datasource_id String
            datasource_name String
            result String
            elapsed_time Float32
            error Nullable(String)
            Options.Names Array(String)
            Options.Values Array(String)
            request_id String
            import_id Nullable(String)
            job_id Nullable(String)
            rows Nullable(UInt64)
            rows_quarantine Nullable(UInt64)
            blocks_ids Array(String)
            operation_id String
            read_rows UInt64
            read_bytes UInt64
            cpu_time Float32
            memory_usage UInt64
            written_rows UInt64
            written_bytes UInt64
            written_rows_quarantine UInt64
            written_bytes_quarantine UInt64
            pipe_id String
            pipe_name String
            release String
            resource_tags Array(String)
            """,
        engine: "MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (datasource_id, timestamp)")

    /// Sums of the operations for each day. Sums of different data sources must not be merged, so the key has all that tells them apart.
    static let dailyOperations = ServiceTable(
        "datasources_ops_stats",
        columns: """
            event_date DateTime
            datasource_id String
            datasource_name String
            event_type LowCardinality(String)
            pipe_id String
            pipe_name String
            error_count UInt64
            executions UInt64
            avg_elapsed_time_state AggregateFunction(avg, Float32)
            quantiles_state AggregateFunction(quantiles(0.9, 0.95, 0.99), Float64)
            read_rows UInt64
            read_bytes UInt64
            written_rows UInt64
            written_bytes UInt64
            written_rows_quarantine UInt64
            written_bytes_quarantine UInt64
            cpu_time Float64
            resource_tags Array(String)
            """,
        engine: "SummingMergeTree PARTITION BY toYYYYMM(event_date) ORDER BY (event_date, event_type, pipe_id, datasource_id)")

    /// A row for each file that was taken in.
    static let blocks = ServiceTable(
        "block_log",
        columns: """
            timestamp DateTime
            request_id String
            import_id String
            job_id Nullable(String)
            source String
            block_id String
            status String
            datasource_id String
            datasource_name String
            start_offset Nullable(Int64)
            end_offset Nullable(Int64)
            rows Nullable(Int32)
            parser Nullable(String)
            quarantine_lines Nullable(UInt32)
            empty_lines Nullable(UInt32)
            bytes Nullable(UInt32)
            processing_time Nullable(Float32)
            processing_error Nullable(String)
            """,
        engine: "MergeTree PARTITION BY toYear(timestamp) ORDER BY (timestamp, cityHash64(datasource_name)) "
            + "SAMPLE BY cityHash64(datasource_name)")

    /// How large each data source was at a moment. No two rows of a data source are merged, so it need not aggregate.
    static let storage = ServiceTable(
        "datasources_storage",
        columns: """
            datasource_id String
            datasource_name String
            timestamp DateTime
            bytes SimpleAggregateFunction(max, UInt64)
            rows SimpleAggregateFunction(max, UInt64)
            bytes_quarantine SimpleAggregateFunction(max, UInt64)
            rows_quarantine SimpleAggregateFunction(max, UInt64)
            """,
        engine: "MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (datasource_id, timestamp)")

    /// Counts of the requests with events for each data source and second.
    static let appends = ServiceTable(
        "hfi_requests",
        columns: """
            event_time DateTime
            workspace_id String
            datasource_id String
            successful_requests UInt64
            error_requests UInt64
            rows_total UInt64
            rows_successful UInt64
            rows_quarantined UInt64
            bytes_received UInt64
            bytes_decompressed UInt64
            ch_written_rows UInt64
            ch_written_bytes UInt64
            ch_cpu_time Float32
            rate_limited UInt8
            ips SimpleAggregateFunction(groupUniqArrayArray, Array(String))
            tokens SimpleAggregateFunction(groupUniqArrayArray, Array(String))
            """,
        engine: "SummingMergeTree PARTITION BY toYYYYMM(event_time) ORDER BY (workspace_id, datasource_id, event_time)")
}
