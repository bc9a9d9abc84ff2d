// Part of Martlet. Apache License 2.0; see LICENSE.

/// Work of the server that outlives its request, as far as it is.
public struct JobSummary: Sendable, Hashable, Decodable {
    /// How much it has stored or written.
    public struct Statistics: Sendable, Hashable, Decodable {
        /// Rows.
        public let rowCount: Int

        enum CodingKeys: String, CodingKey { case rowCount = "row_count" }
    }

    /// Its identity.
    public let id: String
    /// `import`, `copy`, `sink`, `populateview`, `delete_data`, `deployment`
    public let kind: String
    /// `waiting`, `working`, `cancelling`, `done`, `error` or `cancelled`.
    public let status: String
    /// When it was asked for, in UTC.
    public let createdAt: String
    /// When it was heard of last, in UTC.
    public let updatedAt: String
    /// Where it can be asked about.
    public let url: String
    /// From 0 to 100, as far as the server can tell.
    public let progressPercentage: Int?
    /// What it has done so far.
    public let statistics: Statistics?
    /// Rows that went to quarantine.
    public let quarantineRows: Int?
    /// Why it failed.
    public let error: String?

    /// Whether it has ended, in whatever way.
    public var isEnded: Bool { ["done", "error", "cancelled"].contains(self.status) }

    enum CodingKeys: String, CodingKey {
        case id, kind, status, statistics, error
        case url = "job_url"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case progressPercentage = "progress_percentage"
        case quarantineRows = "quarantine_rows"
    }
}

extension MartletClient {
    /// How far a job is.
    public func job(_ id: String) async throws -> JobSummary {
        try await self.send(.get, "/v0/jobs/\(Self.escaped(id))", as: JobSummary.self)
    }

    /// All that the server says of a job.
    package func jobDetails(_ id: String) async throws -> JSONValue {
        try await self.send(.get, "/v0/jobs/\(Self.escaped(id))", as: JSONValue.self)
    }

    /// The newest jobs of the last days, 100 at most.
    public func jobs(status: String? = nil, kind: String? = nil) async throws -> [JobSummary] {
        struct JobList: Decodable { let jobs: [JobSummary] }
        let query = [("status", status), ("kind", kind)].compactMap { name, value in value.map { (name, $0) } }
        return try await self.send(.get, "/v0/jobs", query: query, as: JobList.self).jobs
    }

    /// Asks a job to end, and says what has become of it.
    public func cancelJob(_ id: String) async throws -> JobSummary {
        try await self.send(.post, "/v0/jobs/\(Self.escaped(id))/cancel", as: JobSummary.self)
    }

    /// Begins a job again that has failed, and returns the identity of the new one.
    public func retryJob(_ id: String) async throws -> String {
        struct Retried: Decodable { let id: String }
        return try await self.send(.post, "/v0/jobs/\(Self.escaped(id))/retry", as: Retried.self).id
    }
}
