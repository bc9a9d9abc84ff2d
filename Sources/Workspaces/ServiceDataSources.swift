// Part of Martlet. Apache License 2.0; see LICENSE.

/// The data sources about the service itself, which queries name as `tinybird.pipe_stats` or `organization.workspaces`.
package enum ServiceDataSources {
    /// Whether a project may name this table (service data sources contract).
    package static func contain(database: String, name: String) -> Bool {
        switch database {
        case "tinybird": Self.ofWorkspaces.contains(name)
        case "organization": Self.ofOrganizations.contains(name)
        default: false
        }
    }

    private static let ofWorkspaces: Set<String> = [
        "block_log", "cluster_control_log", "data_guess", "data_transfer", "datasources_ops_log", "datasources_ops_stats",
        "datasources_storage", "endpoint_errors", "estimated_shared_infra_cpu_time", "hfi_requests", "hook_log", "jobs_log",
        "kafka_ops_log", "llm_usage", "pipe_stats", "pipe_stats_rt", "query_validator_log", "realtime_ingestion_mv", "releases_log",
        "sinks_ops_log",
    ]

    private static let ofOrganizations: Set<String> = [
        "backups", "cluster_control_log", "data_transfer", "datasource_metrics_by_minute", "datasources_ops_log",
        "datasources_ops_stats", "datasources_storage", "endpoint_errors", "jobs_log", "kafka_ops_log", "llm_usage", "metrics_logs",
        "pipe_metrics_by_minute", "pipe_stats", "pipe_stats_rt", "private_link", "realtime_ingestion_mv",
        "shared_infra_active_minutes", "shared_infra_active_seconds", "shared_infra_qps_overages", "sinks_ops_log", "workspaces",
    ]
}
