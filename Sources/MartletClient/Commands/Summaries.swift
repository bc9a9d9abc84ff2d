// Part of Martlet. Apache License 2.0; see LICENSE.

/// A data source in a list.
package struct DataSourceSummary: Sendable, Hashable, Decodable {
    /// How much it holds.
    package struct Statistics: Sendable, Hashable, Decodable {
        /// Bytes on disk.
        package let bytes: Int
        /// Rows.
        package let rowCount: Int

        enum CodingKeys: String, CodingKey {
            case bytes
            case rowCount = "row_count"
        }
    }

    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// When it was made, in UTC.
    package let createdAt: String
    /// When its definition changed last, in UTC.
    package let updatedAt: String
    /// Its size.
    package let statistics: Statistics
    /// Rows that failed validation.
    package let quarantineRows: Int
    /// What feeds it, if it is connected to something.
    package let service: String?

    enum CodingKeys: String, CodingKey {
        case id, name, statistics, service
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case quarantineRows = "quarantine_rows"
    }
}

/// A pipe in a list.
package struct PipeSummary: Sendable, Hashable, Decodable {
    /// A step of a pipe.
    package struct Node: Sendable, Hashable, Decodable {
        /// Its name.
        package let name: String
        /// The data source that it fills, by its identity.
        package let materialized: String?
    }

    /// When a pipe runs by itself.
    package struct Schedule: Sendable, Hashable, Decodable {
        /// A cron expression, in UTC.
        package let cron: String
        /// `running` or `paused`.
        package let status: String
    }

    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// `endpoint`, `materialized`, `copy`, `sink` or `default`.
    package let type: String
    /// Where it is called, for endpoints.
    package let url: String
    /// When its definition changed last, in UTC.
    package let updatedAt: String
    /// Its nodes in the order of the file.
    package let nodes: [Node]
    /// When it runs by itself; nil if it does not.
    package let schedule: Schedule?

    enum CodingKeys: String, CodingKey {
        case id, name, type, url, nodes, schedule
        case updatedAt = "updated_at"
    }
}
