// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Queries

/// A request of the ClickHouse HTTP protocol, read: the statement, who asks, and how the answer is to come.
struct ClickHouseRequest: Sendable {
    private(set) var call: ClickHouseCall
    private(set) var credentials: ClickHouseCredentials
    /// The client's name for the run.
    private(set) var queryID: String?
    /// How the answer is to be compressed.
    private(set) var compression: Compression?
    /// The revision of the protocol that the client has read about; 0 for what all can read.
    private(set) var revision = 0

    enum Compression: Hashable, Sendable {
        /// Over HTTP the client must both ask for it and understand it.
        case gzip
        case clickHouseBlocks
    }

    init(_ request: Request) async throws {
        var parameters = try ClickHouseParameters(query: request.uri.query)
        // What is to be inserted may be much, and in encodings of its own.
        if parameters.values["query"].map(Self.isInsert) == true { throw ClickHouseError.readOnly("INSERT") }
        let body = try await request.collectedBytes(upTo: GatewayLimits.formSize)
        var text = ""
        if let contentType = request.headers[.contentType], contentType.lowercased().hasPrefix("multipart/form-data") {
            for part in try MultipartForm(body: body, contentType: contentType).parts {
                guard part.fileName == nil || part.fileName == "" else { throw ClickHouseException.externalTables }
                parameters.add(part.name, String(decoding: part.content, as: UTF8.self))
            }
        } else {
            text = String(decoding: body, as: UTF8.self)
        }
        self.init(parameters: parameters.values, headers: request.headers, body: text)
        if Self.isInsert(self.call.sqlText) { throw ClickHouseError.readOnly("INSERT") }
        guard parameters.values["decompress"].isOff else { throw ClickHouseException.compressedBodyNotSupported }
    }

    /// Sorts parameters and headers; where both say something, the parameters win.
    init(parameters: [String: String], headers: HTTPFields, body: String) {
        self.credentials = ClickHouseCredentials(parameters: parameters, headers: headers)
        // A statement may begin in the URL and go on in the body.
        let sqlText = [parameters["query"] ?? "", body].filter { !$0.isEmpty }.joined(separator: "\n")
        self.call = ClickHouseCall(
            sqlText: sqlText, database: parameters["database"] ?? headers[.clickHouseDatabase], user: self.credentials.user,
            defaultFormat: parameters["default_format"] ?? headers[.clickHouseFormat])
        self.queryID = parameters["query_id"].flatMap { $0.isEmpty ? nil : $0 }
        for (name, value) in parameters where !Self.ownParameters.contains(name) {
            if name.hasPrefix("param_") {
                self.call.parameters[String(name.dropFirst("param_".count))] = value
            } else {
                self.call.settings[name] = value
            }
        }
        self.revision = parameters["client_protocol_version"].flatMap { Int($0) } ?? 0
        if !parameters["compress"].isOff {
            self.compression = .clickHouseBlocks
        } else if !parameters["enable_http_compression"].isOff, headers[.acceptEncoding]?.lowercased().contains("gzip") == true {
            self.compression = .gzip
        }
    }

    /// Whether a statement is followed by data, which need not be text.
    private static func isInsert(_ text: String) -> Bool {
        text.drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased() == "insert"
    }

    private static let ownParameters: Set<String> = [
        "query", "database", "default_format", "query_id", "user", "password", "token", "compress", "decompress", "client_protocol_version",
    ]
}

extension String? {
    /// Whether a switch that may be missing is off.
    fileprivate var isOff: Bool { self == nil || self == "" || self == "0" || self == "false" }
}
