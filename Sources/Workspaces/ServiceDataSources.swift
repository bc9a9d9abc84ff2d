// Part of Martlet. Apache License 2.0; see LICENSE.

/// The data sources about the service itself, which queries name as `tinybird.pipe_stats` or `organization.workspaces`.
package enum ServiceDataSources {
    /// Whether a project may name this table (service data sources contract).
    package static func contain(database: String, name: String) -> Bool {
        switch database {
        case Self.database: Self.ofWorkspaces.contains(name)
        case "organization": Self.ofOrganizations.contains(name)
        default: false
        }
    }

    /// Whether queries can read it. The others are known, so that a project that names them is sound, but nothing is recorded in them.
    package static func serve(database: String, name: String) -> Bool { database == Self.database && Self.served.contains(name) }

    /// Whether queries can read what is called `tinybird.pipe_stats` in full.
    package static func serve(_ qualifiedName: String) -> Bool {
        let parts = qualifiedName.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && Self.serve(database: parts[0], name: parts[1])
    }

    /// The name before the dot.
    package static let database = "tinybird"

    /// Those that can be read, even where nothing fills them yet: command lines ask for them.
    package static let served: Set<String> = [
        "block_log", "datasources_ops_log", "datasources_ops_stats", "datasources_storage", "endpoint_errors", "hfi_requests", "jobs_log",
        "kafka_ops_log", "llm_usage", "pipe_stats", "pipe_stats_rt", "sinks_ops_log",
    ]

    /// Whether the latest row of each subject takes the place of those before, for readers who see no others.
    package static func isReplacing(_ name: String) -> Bool { name == "jobs_log" }

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

extension Workspace {
    /// The engine's database behind the workspace's service data sources.
    package var serviceDatabase: String { "\(self.database)_service" }
}
