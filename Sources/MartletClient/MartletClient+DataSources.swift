// Part of Martlet. Apache License 2.0; see LICENSE.

extension MartletClient {
    /// Deletes all rows of a data source.
    public func truncate(_ dataSource: String) async throws {
        _ = try await self.send(.post, "/v0/datasources/\(Self.escaped(dataSource))/truncate")
    }
}
