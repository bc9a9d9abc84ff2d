// Part of Martlet. Apache License 2.0; see LICENSE.

/// Random numbers that a seed brings back (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Pieces of SQL in no sensible order.
    mutating func sqlText(pieceCount: Int) -> String {
        var text = ""
        for _ in 0..<pieceCount { text += Self.pieces.randomElement(using: &self) ?? "" }
        return text
    }

    private static let pieces = [
        "SELECT ", "FROM ", "WHERE ", "WITH ", " AS ", "IN ", "NOT ", "JOIN ", "ON ", "UNION ALL ", "EXCEPT ", "CASE ", "WHEN ", "END ",
        "INTERVAL ", "t", "u ", "count", "(", ")", "[", "]", "{", "}", ",", ".", ";", "'", "''", "\\", "\"", "`", "--", "/*", "*/", "//",
        "# ", "\n", " ", "$", "$$", "x'", "0x", "1", ".5", "e", "_", "->", "::", "||", "|", "<=", ">", "=", "!", "?", ":", "^", "@", "&",
        "\u{A0}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{2212}", "\u{E9}", "\u{1F600}", "* ", "APPLY ", "OVER ", "LIMIT ", "\0",
    ]
}
