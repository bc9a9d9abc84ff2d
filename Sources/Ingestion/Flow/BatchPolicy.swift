// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// When rows have gathered long enough, and how many of them make one batch.
///
/// Every batch becomes at least one part of the table, and parts must be merged; so few large batches are better than many small ones,
/// as long as rows are seen soon enough.
struct BatchPolicy: Sendable {
    /// How long the first row of a batch may wait.
    var age = Duration.milliseconds(200)
    /// The same while somebody waits for the rows: soon, yet twenty batches a second at the most.
    var awaitedAge = Duration.milliseconds(50)
    /// Rows of one insert. The engine makes one block of up to about a million rows, and one block is stored as a whole or not at all.
    var rows = 400_000
    /// Bytes of one insert: it is held in memory while it is sent.
    var size = ByteCount.mebibytes(32)

    /// Whether the rows make a batch, however young they are.
    func isFull(_ rows: UnsealedRows) -> Bool { rows.rowCount + rows.quarantinedCount >= self.rows || rows.byteCount >= self.size.bytes }

    /// How long the batch at hand should go on gathering; nil if there is nothing to wait for.
    func remainingTime(of rows: UnsealedRows, isAwaited: Bool, now: LogTime) -> Duration? {
        guard let firstTime = rows.firstTime else { return nil }
        if self.isFull(rows) { return .zero }
        let limit = isAwaited ? self.awaitedAge : self.age
        // A clock that was set back must not make rows wait longer than ever.
        let age = Duration.milliseconds(max(0, now.milliseconds - firstTime.milliseconds))
        return max(.zero, limit - age)
    }
}
