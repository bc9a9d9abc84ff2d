// Part of Martlet. Apache License 2.0; see LICENSE.

/// What became of appended rows.
public struct AppendReceipt: Sendable, Hashable, Decodable {
    /// Rows that were stored.
    public let successfulRows: Int
    /// Rows that failed validation and wait in the data source's quarantine.
    public let quarantinedRows: Int

    /// What became of rows, by their numbers.
    public init(successfulRows: Int, quarantinedRows: Int) {
        self.successfulRows = successfulRows
        self.quarantinedRows = quarantinedRows
    }

    enum CodingKeys: String, CodingKey {
        case successfulRows = "successful_rows"
        case quarantinedRows = "quarantined_rows"
    }
}

/// A data source in a list.
public struct DataSourceSummary: Sendable, Hashable, Decodable {
    /// How much it holds.
    public struct Statistics: Sendable, Hashable, Decodable {
        /// Bytes on disk.
        public let bytes: Int
        /// Rows.
        public let rowCount: Int

        enum CodingKeys: String, CodingKey {
            case bytes
            case rowCount = "row_count"
        }
    }

    /// Its identity.
    public let id: String
    /// Its name.
    public let name: String
    /// When it was made, in UTC.
    public let createdAt: String
    /// When its definition changed last, in UTC.
    public let updatedAt: String
    /// Its size.
    public let statistics: Statistics
    /// Rows that failed validation.
    public let quarantineRows: Int
    /// What feeds it, if it is connected to something.
    public let service: String?

    enum CodingKeys: String, CodingKey {
        case id, name, statistics, service
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case quarantineRows = "quarantine_rows"
    }
}

/// A pipe in a list.
public struct PipeSummary: Sendable, Hashable, Decodable {
    /// A step of a pipe.
    public struct Node: Sendable, Hashable, Decodable {
        /// Its name.
        public let name: String
        /// The data source that it fills, by its identity.
        public let materialized: String?
    }

    /// When a pipe runs by itself.
    public struct Schedule: Sendable, Hashable, Decodable {
        /// A cron expression, in UTC.
        public let cron: String
        /// `running` or `paused`.
        public let status: String
    }

    /// Its identity.
    public let id: String
    /// Its name.
    public let name: String
    /// `endpoint`, `materialized`, `copy`, `sink` or `default`.
    public let type: String
    /// Where it is called, for endpoints.
    public let url: String
    /// When its definition changed last, in UTC.
    public let updatedAt: String
    /// Its nodes in the order of the file.
    public let nodes: [Node]
    /// When it runs by itself; nil if it does not.
    public let schedule: Schedule?

    enum CodingKeys: String, CodingKey {
        case id, name, type, url, nodes, schedule
        case updatedAt = "updated_at"
    }
}
