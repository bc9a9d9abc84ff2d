// Part of Martlet. Apache License 2.0; see LICENSE.

/// A line of a table's deduplication log, its fields divided by tabs:
///
///     1  202401_5_5_0  202401_9712863775971870220_16318538294462949352      the part was added under this block id
///     2  202401_5_5_0  202401_9712863775971870220_16318538294462949352      the part was dropped, its block may come again
struct DeduplicationRecord: Hashable {
    enum Operation: String { case add = "1", drop = "2" }

    let operation: Operation
    let part: PartName
    let blockID: String

    /// Nil for a line that is not of this form.
    init?(_ line: some StringProtocol) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 3, let operation = Operation(rawValue: String(fields[0])), let part = PartName(fields[1]), !fields[2].isEmpty
        else { return nil }
        self.operation = operation
        self.part = part
        self.blockID = String(fields[2])
    }
}
