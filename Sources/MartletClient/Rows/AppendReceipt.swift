// Part of Martlet. Apache License 2.0; see LICENSE.

/// What became of appended rows.
public struct AppendReceipt: Sendable, Hashable, Decodable {
    /// Rows that were stored.
    public let successfulRows: Int
    /// Rows that failed validation and wait in the data source's quarantine.
    public let quarantinedRows: Int

    /// What became of rows, by their numbers.
    package init(successfulRows: Int, quarantinedRows: Int) {
        self.successfulRows = successfulRows
        self.quarantinedRows = quarantinedRows
    }

    enum CodingKeys: String, CodingKey {
        case successfulRows = "successful_rows"
        case quarantinedRows = "quarantined_rows"
    }
}
