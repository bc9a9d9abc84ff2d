// Part of Martlet. Apache License 2.0; see LICENSE.

public import AsyncHTTPClient
internal import FoundationEssentials
public import NIOCore
internal import NIOHTTP1

/// A client of a Martlet server, or of any server that speaks the same API.
///
/// ```swift
/// let client = MartletClient(url: "http://127.0.0.1:7181", token: token, httpClient: .shared)
/// try await client.append(#"{"title": "signed up"}"#, to: "events")
/// let answer = try await client.call("get_events_stats", parameters: ["organization_id": "org_1"])
/// ```
///
/// Failures that the server explains are thrown as ``MartletClientError``.
public struct MartletClient: Sendable {
    package let url: String
    package let token: String
    let httpClient: HTTPClient
    /// The longest a call may take.
    let timeout: TimeAmount
    /// Whether calls are about the deployment that waits to be promoted, rather than the live one.
    public var readsStaging = false
    /// Told of each answer, for a person who looks for a mistake: method, path without parameters, and status.
    package var onAnswer: (@Sendable (String) -> Void)?

    /// - Parameters:
    ///   - url: The server's address, for example `http://127.0.0.1:7181`.
    ///   - token: A token with the scopes that the calls need; empty for the few calls that need none.
    public init(url: String, token: String, httpClient: HTTPClient, timeout: TimeAmount = .seconds(600)) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
        self.httpClient = httpClient
        self.timeout = timeout
    }

    /// Appends events, one JSON object a line, and returns when they can be queried if `waits` is true.
    @discardableResult
    public func append(_ lines: String, to dataSource: String, waits: Bool = true) async throws -> AppendReceipt {
        try await self.append(ByteBuffer(string: lines), to: dataSource, waits: waits)
    }

    /// Appends events given as bytes of newline-delimited JSON.
    ///
    /// - Parameter idempotencyKey: A name for these events, under which they are stored once however often they are sent within a day.
    @discardableResult
    public func append(
        _ lines: ByteBuffer, to dataSource: String, waits: Bool = true, idempotencyKey: String? = nil
    ) async throws -> AppendReceipt {
        let query = [("name", dataSource), ("wait", waits ? "true" : "false")]
        return try await self.send(
            .post, "/v0/events", query: query, body: lines, contentType: "application/x-ndjson",
            idempotencyKey: idempotencyKey, as: AppendReceipt.self)
    }

    /// Calls an endpoint and returns its JSON answer.
    public func call(_ endpoint: String, parameters: [String: String] = [:]) async throws -> ByteBuffer {
        try await self.send(.get, "/v0/pipes/\(endpoint).json", query: parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Calls an endpoint for an answer in another format: `csv`, `ndjson`, `parquet`, `prometheus`.
    ///
    /// - Parameter sql: A query over the answer, in which `_` stands for the endpoint.
    public func call(_ endpoint: String, parameters: [(String, String)], format: String, sql: String? = nil) async throws -> ByteBuffer {
        let query = parameters + (sql.map { [("q", $0)] } ?? [])
        return try await self.send(.get, "/v0/pipes/\(Self.escaped(endpoint)).\(format)", query: query)
    }

    /// Runs SQL; a `FORMAT` clause at its end chooses the format of the answer, JSON without one.
    public func sql(_ query: String) async throws -> ByteBuffer {
        try await self.send(.post, "/v0/sql", body: ByteBuffer(string: query), contentType: "text/plain")
    }

    /// The data sources that the token may see, by name.
    public func dataSources() async throws -> [DataSourceSummary] {
        try await self.send(.get, "/v0/datasources", as: DataSourceList.self).datasources
    }

    /// The pipes that the token may read, by name.
    public func pipes() async throws -> [PipeSummary] {
        try await self.send(.get, "/v0/pipes", as: PipeList.self).pipes
    }

    private struct DataSourceList: Decodable { let datasources: [DataSourceSummary] }
    private struct PipeList: Decodable { let pipes: [PipeSummary] }
}

// MARK: - Transport

extension MartletClient {
    package func send<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, query: [(String, String)] = [], body: ByteBuffer? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil, as type: Answer.Type
    ) async throws -> Answer {
        let bytes = try await self.send(
            method, path, query: query, body: body, contentType: contentType, idempotencyKey: idempotencyKey)
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(bytes.readableBytesView))
        } catch {
            throw MartletClientError(
                status: nil, message: "the server's answer to \(path) is not understood: \(String(buffer: bytes).prefix(200))")
        }
    }

    @discardableResult
    package func send(
        _ method: HTTPMethod, _ path: String, query: [(String, String)] = [], body: ByteBuffer? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil
    ) async throws -> ByteBuffer {
        let query = query + (self.readsStaging ? [("__tb__deployment", "staging")] : [])
        let queryText = query.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
        var request = HTTPClientRequest(url: self.url + path + (queryText.isEmpty ? "" : "?\(queryText)"))
        request.method = .init(rawValue: method.rawValue)
        if !self.token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(self.token)") }
        if let contentType { request.headers.add(name: "Content-Type", value: contentType) }
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        if let body { request.body = .bytes(body) }
        let response: HTTPClientResponse
        do {
            response = try await self.httpClient.execute(request, timeout: self.timeout)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw MartletClientError(status: nil, message: "\(self.url) does not answer: is the server running there? (\(error))")
        }
        self.onAnswer?("\(method.rawValue) \(path): \(response.status.code)")
        let answer = try await response.body.collect(upTo: Self.answerBytes)
        guard (200..<300).contains(response.status.code) else { throw MartletClientError(status: Int(response.status.code), body: answer) }
        return answer
    }

    /// The method names this client uses.
    package enum HTTPMethod: String {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    package static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar) {
                return String(scalar)
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }

    /// The largest answer that is taken: that of the server's own limit on results, and some.
    package static let answerBytes = 128 << 20
}
