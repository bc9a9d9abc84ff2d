// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// A published pipe: an endpoint that answers with rows.
public struct Pipe: Sendable {
    let client: MartletClient
    /// Its name.
    public let name: String

    /// Calls the endpoint.
    ///
    /// The request is sent again as ``MartletClient/retries`` say.
    ///
    /// - Parameters:
    ///   - parameters: A struct or a dictionary with a member for each parameter of the endpoint. What is nil is not sent, arrays are
    ///     joined by commas, and a `Date` becomes a text like `2026-01-31 12:30:00` in UTC.
    ///   - type: What a row is decoded as.
    public func rows<Row: Decodable & Sendable>(
        _ parameters: some Encodable, as type: Row.Type = Row.self
    ) async throws -> PipeAnswer<Row> {
        let call = try self.call(with: parameters)
        return try await self.client.retries.run {
            try self.client.answer(in: try await self.client.send(call), to: call)
        }
    }

    /// Calls the endpoint without parameters.
    public func rows<Row: Decodable & Sendable>(as type: Row.Type = Row.self) async throws -> PipeAnswer<Row> {
        try await self.rows([String: String](), as: type)
    }

    /// The endpoint's answers from now on: the first at once, the next ones when they say something else.
    ///
    /// - Parameters:
    ///   - parameters: As for ``rows(_:as:)``.
    ///   - type: What a row is decoded as.
    ///   - options: How often a server is asked that does not push answers.
    public func live<Row: Decodable & Sendable>(
        _ parameters: some Encodable, as type: Row.Type = Row.self, options: LiveOptions = LiveOptions()
    ) throws -> LiveAnswers<Row> {
        LiveAnswers(client: self.client, call: try self.call(with: parameters), options: options)
    }

    /// The endpoint's answers from now on, without parameters.
    public func live<Row: Decodable & Sendable>(as type: Row.Type = Row.self, options: LiveOptions = LiveOptions()) throws -> LiveAnswers<
        Row
    > {
        try self.live([String: String](), as: type, options: options)
    }

    private func call(with parameters: some Encodable) throws -> Call {
        let path = "/v0/pipes/\(MartletClient.escaped(self.name)).json"
        let query = try PipeParameters.fields(of: parameters)
        return MartletClient.form(query).utf8.count <= Self.addressBytes ? Call(.get, path, query: query) : .form(.post, path, query)
    }

    /// Longer parameters go into the body: proxies cut what is much longer.
    private static let addressBytes = 4_000
}

extension MartletClient {
    /// A published pipe.
    public func pipe(_ name: String) -> Pipe { Pipe(client: self, name: name) }

    /// Runs SQL over data sources and pipes.
    ///
    /// - Parameters:
    ///   - sql: One `SELECT`, without `FORMAT`.
    ///   - type: What a row is decoded as.
    public func query<Row: Decodable & Sendable>(_ sql: String, as type: Row.Type = Row.self) async throws -> PipeAnswer<Row> {
        // On a line of its own, for a query may end with a comment.
        let call = Call(.post, "/v0/sql", body: ByteBuffer(string: "\(sql)\nFORMAT JSON"), contentType: "text/plain")
        return try await self.retries.run { try self.answer(in: try await self.send(call), to: call) }
    }
}
