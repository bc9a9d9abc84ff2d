// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import HTTPServing
internal import HTTPTypes
internal import MartletCore

/// What a request of the ClickHouse HTTP protocol asks for, its body left aside.
struct QueryRequest: Sendable, Equatable {
    /// The statement, or its beginning: the body follows it.
    var query: [UInt8] = []
    var database = "default"
    /// Holds where the statement names no format.
    var defaultFormat = OutputFormat.standard
    var queryID = ""
    /// All parameters that mean nothing else.
    var settings: [String: String] = [:]
    /// The values of `{name: Type}`.
    var parameters: [String: String] = [:]
    /// Whether the answer is to be compressed: the client must both ask for it and understand it.
    var isCompressed = false

    init(_ request: HTTPRequest) throws(EngineException) {
        var wantsCompression = false
        if let database = request.headerFields[.clickHouseDatabase] { self.database = database }
        if let format = request.headerFields[.clickHouseFormat] { self.defaultFormat = OutputFormat(name: format) }
        for (name, bytes) in try URLParameters.parse(request.path ?? "") {
            let value = String(decoding: bytes, as: UTF8.self)
            switch name {
            case "query": self.query = bytes
            case "database" where !value.isEmpty: self.database = value
            case "default_format" where !value.isEmpty: self.defaultFormat = OutputFormat(name: value)
            case "query_id" where !value.isEmpty: self.queryID = value
            case "enable_http_compression": wantsCompression = value == "1" || value == "true"
            case "session_id": throw .badArgument("Sessions are not supported: every request is one of its own")
            case "compress", "decompress":
                guard value == "0" || value.isEmpty else {
                    throw .badArgument("ClickHouse's own compression is not supported: use gzip with enable_http_compression=1")
                }
            case _ where Self.ignored.contains(name): break
            case _ where name.hasPrefix("param_"): try self.add(parameter: String(name.dropFirst("param_".count)), value)
            default: try self.add(setting: name, value)
            }
        }
        if self.queryID.isEmpty { self.queryID = RandomID.make() }
        self.isCompressed = wantsCompression && request.headerFields[.acceptEncoding]?.contains("gzip") == true
        // As in ClickHouse, GET is for reading.
        if request.method == .get, self.settings["readonly"] == nil { self.settings["readonly"] = "2" }
    }

    /// Parameters of the protocol without a meaning here: there are no users, and answers are always complete.
    private static let ignored: Set<String> = [
        "database", "default_format", "query_id", "user", "password", "quota_key", "role", "stacktrace", "wait_end_of_query",
        "buffer_size", "add_http_cors_header", "client_protocol_version", "http_zlib_compression_level", "close_session",
        "session_timeout", "session_check",
    ]

    private mutating func add(parameter name: String, _ value: String) throws(EngineException) {
        guard SQLText.isSettingName(name) else { throw .badArgument("'\(name)' is no name for a query parameter") }
        self.parameters[name] = value
    }

    private mutating func add(setting name: String, _ value: String) throws(EngineException) {
        guard SQLText.isSettingName(name) else { throw .unknownSetting(name) }
        self.settings[name] = value
    }
}
