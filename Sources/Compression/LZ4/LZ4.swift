// Part of Martlet. Apache License 2.0; see LICENSE.

/// The LZ4 block format (lz4.org), for bytes that are at hand as a whole.
enum LZ4 {
    /// A match is at least this long, so that it is shorter to name than to repeat.
    private static let shortestMatch = 4
    /// Matches reach back no further than two bytes can say.
    private static let window = 0xFFFF
    /// The last match begins this far before the end, and ends this far before it: decoders copy in strides.
    private static let lastMatchStart = 12
    private static let lastLiterals = 5
    /// Two to this power is how many places are remembered.
    private static let tableBits = 14

    /// `bytes` as one block; fast rather than small, as it goes to the network at once.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 2 + 16)
        var places = [Int](repeating: -1, count: 1 << Self.tableBits)
        var position = 0
        var literalsStart = 0
        while position + Self.lastMatchStart <= bytes.count {
            let word = Self.word(bytes, position)
            let slot = Int((word &* 2_654_435_761) >> UInt32(32 - Self.tableBits))
            let candidate = places[slot]
            places[slot] = position
            guard candidate >= 0, position - candidate <= Self.window, Self.word(bytes, candidate) == word else {
                position += 1
                continue
            }
            var length = Self.shortestMatch
            let limit = bytes.count - Self.lastLiterals - position
            while length < limit, bytes[candidate + length] == bytes[position + length] { length += 1 }
            Self.append(bytes[literalsStart..<position], matching: (position - candidate, length), to: &output)
            position += length
            literalsStart = position
        }
        Self.append(bytes[literalsStart...], matching: nil, to: &output)
        return output
    }

    /// A sequence: a token with both lengths, the literals, and how far back the match lies.
    private static func append(_ literals: ArraySlice<UInt8>, matching match: (distance: Int, length: Int)?, to output: inout [UInt8]) {
        let matchLength = match.map { $0.length - Self.shortestMatch } ?? 0
        output.append(UInt8(min(literals.count, 15) << 4 | min(matchLength, 15)))
        Self.append(restOf: literals.count, to: &output)
        output += literals
        guard let match else { return }
        output.append(UInt8(truncatingIfNeeded: match.distance))
        output.append(UInt8(truncatingIfNeeded: match.distance >> 8))
        Self.append(restOf: matchLength, to: &output)
    }

    /// What of a length the token has no room for.
    private static func append(restOf length: Int, to output: inout [UInt8]) {
        guard length >= 15 else { return }
        var rest = length - 15
        while rest >= 255 {
            output.append(255)
            rest -= 255
        }
        output.append(UInt8(rest))
    }

    private static func word(_ bytes: [UInt8], _ position: Int) -> UInt32 {
        UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2]) << 16 | UInt32(bytes[position + 3]) << 24
    }
}
