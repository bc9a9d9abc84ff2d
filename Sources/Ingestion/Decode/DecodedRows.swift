// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse

/// What a body came to, or a chunk of one.
package struct DecodedRows: Sendable {
    /// The good rows; nil if there are none.
    package let block: NativeBlock?
    /// The bad ones.
    package let quarantined: [QuarantinedRow]

    /// How many rows are good.
    package var rowCount: Int { self.block?.rowCount ?? 0 }
}

/// A row that failed validation, with the reasons: what the quarantine table stores of it.
package struct QuarantinedRow: Hashable, Sendable {
    /// Where the row stands in the body: its first line, or its number in a JSON array, from 1.
    package let line: Int
    /// The columns at fault; one empty name if the text was no JSON object or no CSV record.
    package let columns: [String]
    /// What is wrong, one text per column at fault.
    package let errors: [String]
    /// The raw text of each column of the data source: JSON where a JSON value was no string, nil where there was none.
    package let values: [String?]

    package init(line: Int, columns: [String], errors: [String], values: [String?]) {
        self.line = line
        self.columns = columns
        self.errors = errors
        self.values = values
    }
}
