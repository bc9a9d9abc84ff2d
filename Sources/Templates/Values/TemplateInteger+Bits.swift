// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateInteger {
    /// Two integers combined bit by bit, as if their two's complements had no end.
    func combined(with other: TemplateInteger, by operation: (UInt32, UInt32) -> UInt32) -> TemplateInteger {
        // One word more than the longer of them holds the sign.
        let count = max(self.bitWidth, other.bitWidth) / 32 + 2
        return TemplateInteger(complement: zip(self.complement(count), other.complement(count)).map(operation))
    }

    /// The lowest words of the two's complement.
    private func complement(_ count: Int) -> [UInt32] {
        guard self.isNegative else { return (0..<count).map { self.magnitude.word(at: $0) } }
        let inverted = self.magnitude - Magnitude(1)
        return (0..<count).map { ~inverted.word(at: $0) }
    }

    private init(complement words: [UInt32]) {
        let isNegative = (words.last ?? 0) >> 31 == 1
        self.init(isNegative ? Magnitude(words: words.map(~)) + Magnitude(1) : Magnitude(words: words), isNegative: isNegative)
    }
}
