// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The settings that come beside a statement: what becomes of each.
///
/// Drivers send some with every query, so a list says which mean something here, which are passed over, and all else is refused:
/// a setting that did nothing would mislead, and one that did might lift a limit.
enum ClickHouseSettings {
    /// The engine settings of a query whose client has sent these, on a server whose own settings are `serverSettings`.
    static func engineSettings(
        of sent: [String: String], within serverSettings: [String: String] = QuerySettings.defaults
    ) throws(ClickHouseError) -> [String: String] {
        var settings: [String: String] = [:]
        for (name, value) in sent where !Self.ignored.contains(name) && !value.isEmpty {
            if let limit = Self.limits[name] {
                let ownLimit = serverSettings[name].flatMap { Int($0) } ?? limit
                settings[name] = try Self.tightened(name, value, limit: ownLimit)
            } else {
                guard Self.isForwarded(name) else { throw .unknownSetting(name) }
                settings[name] = value
            }
        }
        return settings
    }

    /// Whether a client may set it.
    static func isForwarded(_ name: String) -> Bool {
        if QueryPolicy.harmlessSettings.contains(name) || Self.forwarded.contains(name) || Self.limits[name] != nil { return true }
        // One of them names a file of the server.
        return (name.hasPrefix("output_format_") || name.hasPrefix("format_custom_")) && name != "output_format_schema"
    }

    /// A client may ask for less than the server allows; 0 asks for no limit, which is the server's. Fractions of seconds are rounded up.
    private static func tightened(_ name: String, _ value: String, limit: Int) throws(ClickHouseError) -> String? {
        guard let asked = Double(value).flatMap({ Int(exactly: $0.rounded(.up)) }), asked >= 0 else { throw .badValue(of: name) }
        return asked == 0 ? nil : String(min(asked, limit))
    }

    /// Limits that a client may lower, and ours.
    private static let limits = [
        "max_execution_time": QueryLimits.executionSeconds, "max_result_bytes": QueryLimits.resultBytes,
        "max_threads": QueryLimits.clientThreads,
    ]

    /// They change how values are read and written, or ask for less.
    private static let forwarded: Set<String> = [
        "bool_false_representation", "bool_true_representation", "cast_string_to_dynamic_use_inference", "date_time_input_format",
        "extremes", "format_csv_delimiter", "format_csv_null_representation", "format_tsv_null_representation", "limit",
        "max_bytes_to_read", "max_result_rows", "max_rows_to_read", "offset", "prefer_column_name_to_alias",
        "read_overflow_mode", "result_overflow_mode", "timeout_overflow_mode",
    ]

    /// Of the protocol, of writing, and of servers with users, sessions and replicas: drivers send them, and nothing follows.
    private static let ignored: Set<String> = [
        "add_http_cors_header", "async_insert", "buffer_size", "cancel_http_readonly_queries_on_client_close",
        "close_session", "connect_timeout", "enable_http_compression", "http_headers_progress_interval_ms",
        "http_write_exception_in_output_format", "http_zlib_compression_level", "input_format_skip_unknown_fields",
        "insert_deduplicate", "insert_quorum", "load_balancing", "log_comment", "log_queries", "max_block_size", "max_memory_usage",
        "max_query_size",
        "network_compression_method", "quota_key", "readonly", "receive_timeout", "role", "select_sequential_consistency",
        "send_logs_level", "send_progress_in_http_headers", "send_timeout", "session_check", "session_id", "session_timeout", "stacktrace",
        "use_uncompressed_cache", "wait_end_of_query", "wait_for_async_insert",
    ]
}
