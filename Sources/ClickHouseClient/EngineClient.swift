// Part of Martlet. Apache License 2.0; see LICENSE.

package import AsyncHTTPClient
internal import FoundationEssentials
package import NIOCore
internal import NIOHTTP1

/// The one way to the engine: the ClickHouse HTTP protocol, whoever answers it.
///
/// Cancelling the task of a call closes its connection, which cancels the statement in the engine.
package struct EngineClient: Sendable {
    let address: EngineAddress
    let httpClient: HTTPClient
    let limits: Limits

    /// Bounds on what this client waits for and keeps.
    package struct Limits: Sendable {
        /// The longest a statement may take before its connection is given up; engine time limits are shorter.
        package var requestTimeout: Duration = .seconds(600)
        /// The part of an error text that is read.
        package var errorTextBytes = 64 << 10
        /// The largest answer that ``EngineClient/rows(of:as:)`` decodes; it serves metadata only.
        package var metadataBytes = 64 << 20

        package init() {}
    }

    package init(address: EngineAddress, httpClient: HTTPClient, limits: Limits = Limits()) {
        self.address = address
        self.httpClient = httpClient
        self.limits = limits
    }

    /// Whether the engine answers `/ping`.
    package func ping() async -> Bool {
        let request = HTTPClientRequest(url: self.address.url(of: "/ping"))
        let response = try? await self.httpClient.execute(request, timeout: .seconds(5))
        return response?.status == .ok
    }

    /// Runs a statement and hands on its answer as it arrives.
    package func query(_ query: EngineQuery) async throws -> EngineResponse {
        do {
            return try await self.send(urlParameters: query.urlParameters, body: .bytes(ByteBuffer(string: query.sqlText)))
        } catch let error as EngineError where !query.secrets.isEmpty {
            throw error.hiding(query.secrets.values)
        }
    }

    /// Runs a statement that has no result.
    package func execute(_ query: EngineQuery) async throws {
        _ = try await self.query(query).collect(upTo: self.limits.metadataBytes)
    }

    /// Runs `INSERT … FORMAT <name>` with the encoded rows behind it.
    ///
    /// With `turn`, the rows are sent at once but for the last of them, which follow when it returns: the engine stores nothing before.
    package func insert(
        _ query: EngineQuery, rows: ByteBuffer, turn: (@Sendable () async throws -> Void)? = nil
    ) async throws -> EngineSummary {
        let parameters = "query=\(query.sqlText.percentEncoded)&\(query.urlParameters)"
        let body: HTTPClientRequest.Body =
            if let turn {
                .stream(HeldBytes(bytes: rows, turn: turn), length: .known(Int64(rows.readableBytes)))
            } else {
                .bytes(rows)
            }
        let response = try await self.send(urlParameters: parameters, body: body)
        _ = try await response.collect(upTo: self.limits.metadataBytes)
        return response.summary
    }

    /// Runs an insert whose encoded rows are not held in memory.
    package func insert<Rows: AsyncSequence & Sendable>(
        _ query: EngineQuery, rows: Rows, byteCount: Int
    ) async throws -> EngineSummary where Rows.Element == ByteBuffer {
        let parameters = "query=\(query.sqlText.percentEncoded)&\(query.urlParameters)"
        let response = try await self.send(urlParameters: parameters, body: .stream(rows, length: .known(Int64(byteCount))))
        _ = try await response.collect(upTo: self.limits.metadataBytes)
        return response.summary
    }

    /// The rows of a small metadata query.
    package func rows<Row: Decodable>(of query: EngineQuery, as type: Row.Type = Row.self) async throws -> [Row] {
        var query = query
        query.format = "JSONEachRow"
        query.settings["output_format_json_quote_64bit_integers"] = "0"
        let bytes = try await self.query(query).collect(upTo: self.limits.metadataBytes)
        let decoder = JSONDecoder()
        return try bytes.readableBytesView.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Row.self, from: Data($0)) }
    }

    private func send(urlParameters: String, body: HTTPClientRequest.Body) async throws -> EngineResponse {
        var request = HTTPClientRequest(url: self.address.url(of: "/?\(urlParameters)"))
        request.method = .POST
        for (name, value) in self.address.credentials { request.headers.add(name: name, value: value) }
        request.body = body
        let response: HTTPClientResponse
        do {
            response = try await self.httpClient.execute(request, timeout: .seconds(Int64(self.limits.requestTimeout.components.seconds)))
        } catch {
            // The HTTP library has words of its own for it.
            try Task.checkCancellation()
            throw EngineError.unreachable(reason: String(describing: error))
        }
        guard response.status == .ok else {
            let text = try await response.body.collect(upTo: self.limits.errorTextBytes)
            let headerCode = response.headers.first(name: "X-ClickHouse-Exception-Code").flatMap { Int($0) }
            throw EngineError(answer: String(buffer: text), headerCode: headerCode)
        }
        return EngineResponse(
            body: response.body,
            contentType: response.headers.first(name: "Content-Type") ?? "application/octet-stream",
            summary: response.headers.first(name: "X-ClickHouse-Summary").map { EngineSummary(header: $0) } ?? EngineSummary(),
            byteCount: response.headers.first(name: "Content-Length").flatMap { Int($0) })
    }
}
