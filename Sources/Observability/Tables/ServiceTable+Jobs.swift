// Part of Martlet. Apache License 2.0; see LICENSE.

/// The tables about work in the background, and those that command lines ask for although nothing here fills them.
extension ServiceTable {
    /// A row for each state of a job, of which readers see the latest.
    static let jobs = ServiceTable(
        "jobs_log",
        columns: """
            job_id String
            job_type LowCardinality(String)
            status LowCardinality(String)
            error Nullable(String)
            workspace_id String
            request_id Nullable(String)
            pipe_id Nullable(String)
            datasource_id Nullable(String)
            created_at DateTime64(3)
            started_at Nullable(DateTime64(3))
            updated_at DateTime64(3)
            job_metadata String
            """,
        engine: "ReplacingMergeTree(updated_at) PARTITION BY toYYYYMM(created_at) ORDER BY (created_at, job_id)")

    /// A row for each run of a sink.
    static let sinks = ServiceTable(
        "sinks_ops_log",
        columns: """
            timestamp DateTime
            job_id Nullable(String)
            service LowCardinality(String)
            pipe_name String
            pipe_id String
            result LowCardinality(String)
            error Nullable(String)
            elapsed_time Float64
            read_rows UInt64
            written_rows UInt64
            read_bytes UInt64
            written_bytes UInt64
            cpu_time Float32
            output UInt64
            parameters Map(String, String)
            options Map(String, String)
            token_name String
            """,
        engine: "MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (pipe_id, timestamp)")

    static let kafka = ServiceTable(
        "kafka_ops_log",
        columns: """
            timestamp DateTime
            datasource_id String
            topic String
            partition Int16
            msg_type String
            lag Int64
            processed_messages Int32
            processed_bytes Int32
            committed_messages Int32
            time_read Float32
            time_process Float32
            time_write Float32
            msg String
            """,
        engine: """
            MergeTree PARTITION BY toYYYYMMDD(timestamp) ORDER BY (datasource_id, topic, timestamp) TTL timestamp + toIntervalDay(30)
            """)

    static let languageModels = ServiceTable(
        "llm_usage",
        columns: """
            start_time DateTime
            end_time DateTime
            workspace_id String
            user_email String
            request_id String
            prompt_tokens UInt32
            completion_tokens UInt32
            total_tokens UInt32
            duration Float32
            cost Float32
            origin String
            feature String
            """,
        engine: "MergeTree PARTITION BY toYYYYMM(start_time) ORDER BY (workspace_id, start_time, user_email, request_id)")
}
