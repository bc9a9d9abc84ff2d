// Part of Martlet. Apache License 2.0; see LICENSE.

/// The name of a MergeTree part, which is also its folder's: `partition_min_max_level`, once mutated `partition_min_max_level_version`.
///
/// The partition ends at the first `_`: the engine joins the values of a key with `-`, or hashes them, and never writes one into it.
struct PartName: Hashable, CustomStringConvertible {
    let description: String
    let partition: String
    /// A merge has the blocks of all that went into it, and those between.
    let blocks: ClosedRange<Int64>

    /// Nil for what is no part's name, such as `tmp_insert_all_1_1_0`, `detached` or `mutation_9.txt`.
    init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "_", omittingEmptySubsequences: false)
        let numbers = fields.dropFirst().compactMap { Int64($0) }
        guard let partition = fields.first, !partition.isEmpty, (4...5).contains(fields.count), numbers.count == fields.count - 1,
            numbers[0] <= numbers[1]
        else { return nil }
        self.description = String(text)
        self.partition = String(partition)
        self.blocks = numbers[0]...numbers[1]
    }
}
