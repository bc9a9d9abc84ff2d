// Part of Martlet. Apache License 2.0; see LICENSE.

/// The parts in a table's folder, those included that a merge has made obsolete and nobody has deleted yet.
struct PartSet {
    /// Of each partition, in ascending order, what no wider range includes.
    private let ranges: [String: [ClosedRange<Int64>]]

    /// Names that are no parts' are passed over.
    init(fileNames: some Sequence<String>) {
        self.ranges = Dictionary(grouping: fileNames.compactMap { PartName($0) }, by: \.partition).mapValues {
            Self.widest($0.map(\.blocks))
        }
    }

    /// Whether the rows of a part are in the table: under its own name, mutated, or in what it was merged into.
    func hold(_ part: PartName) -> Bool {
        guard let ranges = self.ranges[part.partition] else { return false }
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < part.blocks.upperBound { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].includes(part.blocks)
    }

    /// Ranges of blocks are nested or apart, never crossed: the engine refuses to open a table where they are.
    private static func widest(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        let ordered = ranges.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
        return ordered.reduce(into: []) { kept, range in
            if kept.last?.includes(range) != true { kept.append(range) }
        }
    }
}

extension ClosedRange<Int64> {
    fileprivate func includes(_ other: Self) -> Bool {
        self.lowerBound <= other.lowerBound && other.upperBound <= self.upperBound
    }
}
