// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A connection to another system, in a list.
package struct ConnectionSummary: Sendable, Hashable, Decodable {
    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// What it is to, for example `s3`.
    package let service: String
}

extension MartletClient {
    /// The workspace's connections to other systems.
    package func connections() async throws -> [ConnectionSummary] {
        struct ConnectionList: Decodable { let connectors: [ConnectionSummary] }
        return try await self.send(.get, "/v0/connectors", as: ConnectionList.self).connectors
    }

    /// The datafile of a data source.
    package func datafile(ofDataSource name: String) async throws -> String {
        String(buffer: try await self.send(.get, "/v0/datasources/\(Self.escaped(name)).datasource"))
    }

    /// The datafile of a pipe.
    package func datafile(ofPipe name: String) async throws -> String {
        String(buffer: try await self.send(.get, "/v1/pipes/\(Self.escaped(name)).pipe"))
    }

    /// The datafile of a connection.
    package func datafile(ofConnection name: String) async throws -> String {
        struct Datafile: Decodable { let content: String }
        return try await self.send(
            .get, "/v0/connectors/\(Self.escaped(name)).connection", query: [("include_metadata", "true")], as: Datafile.self
        ).content
    }
}
