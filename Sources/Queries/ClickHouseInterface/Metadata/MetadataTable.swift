// Part of Martlet. Apache License 2.0; see LICENSE.

/// A table about tables, settings or the server, whose rows are made here: never the engine's own, which know of every workspace.
enum MetadataTable: Hashable {
    case databases
    case tables
    case columns
    case settings
    /// A table of `system` that has no rows here, by its name.
    case empty(String)
    /// A table of the standard's schema, by its name in lower case.
    case informationSchema(String, isUpperCase: Bool)

    /// The table that a query names in this database; nil if the name means something else.
    init?(_ name: String, in database: ClickHouseSession.Database) {
        switch (database, name) {
        case (.system, "databases"): self = .databases
        case (.system, "tables"): self = .tables
        case (.system, "columns"): self = .columns
        case (.system, "settings"): self = .settings
        case (.system, _):
            guard Self.emptyTables[name] != nil else { return nil }
            self = .empty(name)
        case (.informationSchema(let isUpperCase), _):
            guard InformationSchema.tables[name.lowercased()] != nil else { return nil }
            self = .informationSchema(name.lowercased(), isUpperCase: isUpperCase)
        case (.workspace, _): return nil
        }
    }

    /// Tables that tools ask on the way, with the columns they know: there are no dictionaries, clusters, users and so on.
    static let emptyTables: [String: String] = [
        "clusters": "cluster String, shard_num UInt32, replica_num UInt32, host_name String, host_address String, port UInt16",
        "current_roles": "role_name String, with_admin_option UInt8, is_default UInt8",
        "data_skipping_indices": "database String, table String, name String, type String, expr String, granularity UInt64",
        "dictionaries": "database String, name String, uuid UUID, status String, origin String, type String, source String, comment String",
        "enabled_roles": "role_name String, with_admin_option UInt8, is_current UInt8, is_default UInt8",
        "macros": "macro String, substitution String",
        "mutations": "database String, table String, mutation_id String, command String, create_time DateTime, is_done UInt8",
        "parts": """
        partition String, name String, active UInt8, rows UInt64, bytes_on_disk UInt64, data_compressed_bytes UInt64, \
        data_uncompressed_bytes UInt64, modification_time DateTime, database String, table String, engine String
        """,
        "processes": """
        is_initial_query UInt8, user String, query_id String, elapsed Float64, read_rows UInt64, read_bytes UInt64, \
        total_rows_approx UInt64, memory_usage Int64, query String
        """,
        "query_log": """
        type String, event_date Date, event_time DateTime, query_start_time DateTime, query_duration_ms UInt64, read_rows UInt64, \
        read_bytes UInt64, result_rows UInt64, memory_usage UInt64, query String, exception String, user String, query_id String
        """,
        "replicas": "database String, table String, is_leader UInt8, is_readonly UInt8, total_replicas UInt32, active_replicas UInt32",
        "roles": "name String, id UUID, storage String",
        "users": "name String, id UUID, storage String",
    ]
}
