// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

/// What holds for every CSV text, tried on many of them.
struct CSVPropertyTests {
    private static let columns: [(String, String, String?)] = [
        ("a", "Nullable(String)", nil), ("b", "Array(Map(String, Int8))", "[]"), ("c", "DateTime64(3)", "now()"),
    ]

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `no bytes can stop the decoder, wherever chunks end`(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let pieces = [
            ",", ";", "\t", "\"", "\"\"", "'", "\\", "\n", "\r\n", "\r", "\\N", "NULL", "1", "-", "2024-01-31 10:00:00", "[", "{", ":", "]",
            "}",
            "(", " ", "é", "\u{FEFF}", "\u{0}", "a", "a,b,c\n",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let size = Int.random(in: 1...9, using: &generator)
            let chunks = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            let whole = try CSVText([bytes], Self.columns)
            #expect(try CSVText(chunks, Self.columns) == whole, "seed \(seed), size \(size): \(text)")
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `what was written comes back`(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let pieces = ["a", "1", " ", "é", "'", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "\\"]
        for _ in 0..<200 {
            let rows = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                (0..<3).map { _ in
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                }
            }
            let delimiter = [",", ";", "\t", "|"].randomElement(using: &generator) ?? ","
            let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
            let quotesAll = Bool.random(using: &generator)
            let text = rows.map { $0.map { Self.field($0, isQuoted: quotesAll) }.joined(separator: delimiter) }.joined(separator: lineEnd)
            let options = try CSVOptions(dialectDelimiter: delimiter, newLine: lineEnd)
            let decoded = try CSVText([Array(text.utf8)], CSVText.strings("x", "y", "z"), options: options)
            #expect(decoded.rows == rows, "seed \(seed): \(text)")
            #expect(decoded.quarantined.isEmpty)
        }
    }

    private static func field(_ text: String, isQuoted: Bool) -> String {
        // An unquoted `\N` would be NULL, and apostrophes around every field would be quotes.
        let isPlain = text.unicodeScalars.allSatisfy { "a1 é".unicodeScalars.contains($0) }
        return isPlain && !isQuoted ? text : "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
