// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

extension MartletClient {
    /// Appends events, one JSON object a line, and returns when they can be queried if `waits` is true.
    @discardableResult
    package func append(_ lines: String, to dataSource: String, waits: Bool = true) async throws -> AppendReceipt {
        try await self.append(ByteBuffer(string: lines), to: dataSource, waits: waits)
    }

    /// Appends events given as bytes of newline-delimited JSON, in one attempt.
    ///
    /// - Parameter idempotencyKey: A name for these events, under which they are stored once however often they are sent within a day.
    @discardableResult
    package func append(
        _ lines: ByteBuffer, to dataSource: String, waits: Bool = true, idempotencyKey: String? = nil
    ) async throws -> AppendReceipt {
        try await self.send(.append(lines, to: dataSource, waits: waits, idempotencyKey: idempotencyKey), as: AppendReceipt.self)
    }

    /// Calls an endpoint and returns its JSON answer.
    package func call(_ endpoint: String, parameters: [String: String] = [:]) async throws -> ByteBuffer {
        try await self.send(.get, "/v0/pipes/\(endpoint).json", query: parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Calls an endpoint for an answer in another format: `csv`, `ndjson`, `parquet`, `prometheus`.
    ///
    /// - Parameter sql: A query over the answer, in which `_` stands for the endpoint.
    package func call(_ endpoint: String, parameters: [(String, String)], format: String, sql: String? = nil) async throws -> ByteBuffer {
        let query = parameters + (sql.map { [("q", $0)] } ?? [])
        return try await self.send(.get, "/v0/pipes/\(Self.escaped(endpoint)).\(format)", query: query)
    }

    /// Runs SQL; a `FORMAT` clause at its end chooses the format of the answer, JSON without one.
    package func sql(_ query: String) async throws -> ByteBuffer {
        try await self.send(.post, "/v0/sql", body: ByteBuffer(string: query), contentType: "text/plain")
    }

    /// The data sources that the token may see, by name.
    package func dataSources() async throws -> [DataSourceSummary] {
        struct List: Decodable { let datasources: [DataSourceSummary] }
        return try await self.send(.get, "/v0/datasources", as: List.self).datasources
    }

    /// The pipes that the token may read, by name.
    package func pipes() async throws -> [PipeSummary] {
        struct List: Decodable { let pipes: [PipeSummary] }
        return try await self.send(.get, "/v0/pipes", as: List.self).pipes
    }
}
