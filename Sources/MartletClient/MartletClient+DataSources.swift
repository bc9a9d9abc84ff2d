// Part of Martlet. Apache License 2.0; see LICENSE.

public import NIOCore

extension MartletClient {
    /// Deletes all rows of a data source.
    public func truncate(_ dataSource: String) async throws {
        try await self.send(.post, "\(Self.path(ofDataSource: dataSource))/truncate")
    }

    /// The number of rows that a condition holds for.
    public func countRows(of dataSource: String, where condition: String) async throws -> Int {
        struct Count: Decodable {
            let rows: Int
            enum CodingKeys: String, CodingKey { case rows = "rows_to_be_deleted" }
        }
        let query = [("delete_condition", condition), ("dry_run", "true")]
        return try await self.send(.post, "\(Self.path(ofDataSource: dataSource))/delete", query: query, as: Count.self).rows
    }

    /// Deletes the rows that a condition holds for, and returns the job that does it.
    public func deleteRows(of dataSource: String, where condition: String) async throws -> JobReference {
        try await self.send(
            .post, "\(Self.path(ofDataSource: dataSource))/delete", query: [("delete_condition", condition)], as: JobReference.self)
    }

    /// Where a job can be asked about.
    public struct JobReference: Sendable, Hashable, Decodable {
        /// Its identity.
        public let id: String
        /// Its address; nil where the server does not say.
        public let url: String?

        enum CodingKeys: String, CodingKey {
            case id
            case url = "job_url"
        }
    }

    /// How a file's rows come into a data source.
    public enum ImportMode: String, Sendable {
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
    public func importFile(
        _ file: ByteBuffer, into dataSource: String, format: String, mode: ImportMode = .append, condition: String? = nil
    ) async throws -> JobReference {
        try await self.send(
            .post, "/v1/datasources/\(Self.escaped(dataSource))/\(mode.rawValue)", query: Self.importQuery(format, condition), body: file,
            contentType: "application/octet-stream", as: JobReference.self)
    }

    /// Begins to store the rows of a file that the server fetches itself.
    public func importURL(
        _ url: String, into dataSource: String, format: String, mode: ImportMode = .append, condition: String? = nil
    ) async throws -> JobReference {
        try await self.send(
            .post, "/v1/datasources/\(Self.escaped(dataSource))/\(mode.rawValue)",
            query: Self.importQuery(format, condition) + [("url", url)], as: JobReference.self)
    }

    /// The data sources that materialized views fill from this one.
    public func dependentDataSources(of dataSource: String) async throws -> [String] {
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
    public func sync(_ dataSource: String) async throws {
        try await self.send(.post, "\(Self.path(ofDataSource: dataSource))/scheduling/runs")
    }

    private static func importQuery(_ format: String, _ condition: String?) -> [(String, String)] {
        [("format", format)] + (condition.map { [("replace_condition", $0)] } ?? [])
    }

    private static func path(ofDataSource name: String) -> String { "/v0/datasources/\(self.escaped(name))" }
}
