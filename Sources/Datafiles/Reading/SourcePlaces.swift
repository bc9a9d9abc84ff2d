// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Finds the place in the file of any scalar of a text, quickly and as often as needed.
struct SourcePlaces {
    private let source: SourceText
    /// The offset of the first scalar of each line.
    private let lineOffsets: [Int]

    init(_ source: SourceText) {
        self.source = source
        var offsets = [0]
        for (offset, scalar) in source.text.unicodeScalars.enumerated() where scalar == "\n" { offsets.append(offset + 1) }
        self.lineOffsets = offsets
    }

    func location(_ offset: Int) -> SourceLocation {
        var low = 0
        var high = self.lineOffsets.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.lineOffsets[middle] <= offset { low = middle } else { high = middle }
        }
        return self.source.location(line: low + 1, column: offset - self.lineOffsets[low] + 1)
    }
}
