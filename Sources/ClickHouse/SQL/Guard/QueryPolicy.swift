// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a query may do. The default is what any holder of a READ token may: one SELECT over tables that the caller resolves.
package struct QueryPolicy: Sendable {
    /// The tables of one database.
    package enum Tables: Sendable, Hashable {
        /// Any; that they exist and may be read is for the caller to check.
        case all
        case only(Set<String>)
    }

    package var allowsExplain = false
    package var allowsDescribe = false
    /// Settings that a query may change, spelled as the engine does.
    package var settings = Self.harmlessSettings
    /// Table functions that a query may read from, in lower case.
    package var tableFunctions = Self.generators
    /// Tables named without a database.
    package var tables = Tables.all
    /// The databases that a query may name.
    package var databases: [String: Tables] = ["tinybird": .all, "organization": .all, "system": .only(Self.systemTables)]

    package init() {}

    /// They change how an answer is computed or spelled, but neither what may be read nor any limit.
    package static let harmlessSettings: Set<String> = [
        "aggregate_functions_null_for_empty", "any_join_distinct_right_table_keys", "date_time_output_format", "final",
        "group_by_use_nulls", "join_algorithm", "join_any_take_last_row", "join_use_nulls", "max_threads",
        "optimize_aggregation_in_order", "optimize_read_in_order", "output_format_json_quote_64bit_integers",
        "output_format_json_quote_denormals", "session_timezone", "transform_null_in", "union_default_mode",
    ]

    /// They make rows from their arguments and read nothing. `format` is left out, for some formats read schemas from files.
    package static let generators: Set<String> = [
        "generate_series", "generaterandom", "generateseries", "null", "numbers", "numbers_mt", "primes", "values", "view", "zeros",
        "zeros_mt",
    ]

    /// They read the databases of others. Only authors of pipes may say which; see ``PostgreSQLCall``.
    package static let remoteDatabases: Set<String> = ["postgresql"]

    /// Tables of `system` that generate rows.
    package static let generatorTables: Set<String> = ["numbers", "numbers_mt", "one", "zeros", "zeros_mt"]

    /// Tables of `system` that say the same on every server, or generate rows.
    package static let systemTables = Set([
        "aggregate_function_combinators", "data_type_families", "formats", "functions", "keywords", "table_functions", "time_zones",
    ]).union(Self.generatorTables)
}
