// Part of Martlet. Apache License 2.0; see LICENSE.

/// A copy of a workspace, to try a change on.
package struct BranchSummary: Sendable, Hashable, Decodable {
    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// When it was made, in UTC.
    package let createdAt: String
    /// When it is deleted by itself; nil for never.
    package let expiresAt: String?
    /// Its admin token; empty when the caller may not have it.
    package let token: String

    enum CodingKeys: String, CodingKey {
        case id, name, token
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }
}

extension MartletClient {
    /// Which rows of its workspace a branch has.
    package enum BranchRows: String, Sendable, CaseIterable {
        case none
        /// Of each data source, those of the partition that changed last.
        case lastPartition = "last_partition"
        case allPartitions = "all_partitions"
    }

    /// The branches of the workspace, by name.
    package func branches() async throws -> [BranchSummary] {
        struct List: Decodable { let environments: [BranchSummary] }
        return try await self.send(.get, "/v1/environments", as: List.self).environments
    }

    /// Begins to make a branch; the job goes on behind the answer.
    ///
    /// - Parameter lifeSeconds: After how many seconds it is deleted by itself; nil for never.
    package func createBranch(
        _ name: String, rows: BranchRows = .none, ignoring dataSources: [String] = [], lifeSeconds: Int? = nil
    ) async throws -> JobSummary {
        var query = [("name", name), ("data", rows.rawValue)] + dataSources.map { ("ignore_datasources", $0) }
        if let lifeSeconds { query.append(("life_seconds", String(lifeSeconds))) }
        return try await self.send(.post, "/v1/environments", query: query, as: BegunBranchJob.self).job
    }

    /// Begins to give a branch rows anew; partitions that it has are replaced.
    package func fillBranch(_ name: String, rows: BranchRows, ignoring dataSources: [String] = []) async throws -> JobSummary {
        let query = [("mode", rows.rawValue)] + dataSources.map { ("ignore_datasources", $0) }
        return try await self.send(
            .post, "/v1/environments/\(Self.escaped(name))/data", query: query, as: BegunBranchJob.self
        ).job
    }

    /// Deletes a branch.
    package func deleteBranch(_ name: String) async throws {
        _ = try await self.send(.delete, "/v1/environments/\(Self.escaped(name))")
    }

    private struct BegunBranchJob: Decodable { let job: JobSummary }
}
