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
    /// Rows that a deletion has deleted.
    public let rowsAffected: Int?
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
        case rowsAffected = "rows_affected"
    }
}

/// Work of the server that has begun.
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
