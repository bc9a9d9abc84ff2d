// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

extension MartletClient {
    /// How a file's rows come into a data source.
    package enum ImportMode: String, Sendable {
        /// Beside those that are there.
        case append
        /// In the place of those that are there.
        case replace
    }

    /// Begins to store the rows of a file that is sent with the request.
    ///
    /// - Parameters:
    ///   - format: `csv`, `ndjson` or `parquet`.
    ///   - condition: Which rows the file's take the place of; nil for all.
    package func importFile(
        _ file: ByteBuffer, into dataSource: String, format: String, mode: ImportMode = .append, condition: String? = nil
    ) async throws -> JobReference {
        try await self.send(
            .post, "/v1/datasources/\(Self.escaped(dataSource))/\(mode.rawValue)", query: Self.importQuery(format, condition), body: file,
            contentType: "application/octet-stream", as: JobReference.self)
    }

    /// Begins to store the rows of a file that the server fetches itself.
    package func importURL(
        _ url: String, into dataSource: String, format: String, mode: ImportMode = .append, condition: String? = nil
    ) async throws -> JobReference {
        try await self.send(
            .post, "/v1/datasources/\(Self.escaped(dataSource))/\(mode.rawValue)",
            query: Self.importQuery(format, condition) + [("url", url)], as: JobReference.self)
    }

    /// The data sources that materialized views fill from this one.
    package func dependentDataSources(of dataSource: String) async throws -> [String] {
        struct Dependent: Decodable { let datasource: String }
        struct Graph: Decodable { let dependencies: [String: [Dependent]] }
        let query = [("check_for_partial_replace", "true"), ("datasource", dataSource)]
        let graph = try await self.send(.get, "/v0/dependencies", query: query, as: Graph.self)
        return Set(graph.dependencies.values.joined().map(\.datasource)).subtracting([dataSource]).sorted()
    }

    /// What the server makes of the beginning of a file: columns, a schema, and the dialect of CSV.
    package func analyze(_ sample: ByteBuffer) async throws -> JSONValue {
        try await self.send(.post, "/v0/analyze", body: sample, contentType: "application/octet-stream", as: JSONValue.self)
    }

    /// Fetches what is new at the place that a data source is connected to.
    package func sync(_ dataSource: String) async throws {
        try await self.send(.post, "\(Self.path(ofDataSource: dataSource))/scheduling/runs")
    }

    private static func importQuery(_ format: String, _ condition: String?) -> [(String, String)] {
        [("format", format)] + (condition.map { [("replace_condition", $0)] } ?? [])
    }
}
