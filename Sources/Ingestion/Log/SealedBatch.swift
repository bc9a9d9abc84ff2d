// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows that are inserted together, whatever happens in between: the same rows, in the same order, under the same token.
package struct SealedBatch: Hashable, Sendable {
    /// All rows from this sequence on …
    package let firstSequence: UInt64
    /// … to this one.
    package let lastSequence: UInt64
    /// What the engine knows a repeated insert by.
    package let token: String
    /// The physical table it goes to.
    package let table: String
    package let rowCount: Int
    package let quarantinedCount: Int
    /// Its rows that are damaged, good and quarantined; `read` gives back the others.
    package internal(set) var unreadableRowCount = 0
    /// Whether its seal was lost, so that the rows may have been inserted under a token that nobody knows.
    package internal(set) var isReconstructed = false
}
