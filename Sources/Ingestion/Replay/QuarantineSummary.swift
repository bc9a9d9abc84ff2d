// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a quarantine holds, and why.
package struct QuarantineSummary: Sendable {
    /// A reason that several rows share: what it says of the single value is left out.
    package struct Reason: Sendable, Codable {
        /// The column at fault; empty if the row could not be read, or was refused as a whole.
        package let column: String
        package let reason: String
        package let rows: Int

        /// The same with a text of bounded length.
        func clipped(to characters: Int) -> Reason {
            Reason(column: self.column, reason: String(self.reason.prefix(characters)), rows: self.rows)
        }
    }

    package let dataSource: String
    package let rowCount: Int
    /// Rows that a replay has taken out and not brought anywhere yet.
    package let replayingCount: Int
    /// When the last row came, in UTC; nil if there is none.
    package let newest: String?
    /// The most frequent ones.
    package let reasons: [Reason]
}

/// A row of a quarantine.
package struct StoredQuarantineRow: Sendable {
    package let insertionDate: String
    /// The request or import that brought it.
    package let importID: String?
    package let faults: [(column: String, error: String)]
    /// The raw texts by column; nil where there was none.
    package let values: [(column: String, text: String?)]
}
