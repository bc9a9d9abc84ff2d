// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a statement read and wrote. A figure that is not known is left out, never guessed.
struct QueryStatistics: Sendable, Equatable {
    var readRows: Int?
    var readBytes: Int?
    var writtenRows: Int?
    var resultRows: Int?
    var elapsed: Duration = .zero

    /// The value of `X-ClickHouse-Summary`: JSON whose numbers are texts.
    var summary: String {
        let (seconds, attoseconds) = self.elapsed.components
        let figures: [(String, Int?)] = [
            ("read_rows", self.readRows), ("read_bytes", self.readBytes), ("written_rows", self.writtenRows),
            ("result_rows", self.resultRows),
            ("elapsed_ns", Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)),
        ]
        return "{" + figures.compactMap { name, value in value.map { "\"\(name)\":\"\($0)\"" } }.joined(separator: ",") + "}"
    }
}

extension QueryStatistics {
    /// Rows and bytes read, from the end of a result in one of the JSON formats that state them.
    ///
    /// Nothing but the closing brackets of the document can follow them, so a row with columns of these names cannot be
    /// taken for them.
    static func read(fromEndOf result: some BidirectionalCollection<UInt8>) -> (rows: Int, bytes: Int)? {
        var rest = result[...]
        guard rest.dropLast("}"), rest.dropLast("}"),
            let bytes = rest.dropLastNumber(), rest.dropLast(":"), rest.dropLast("\"bytes_read\""), rest.dropLast(","),
            let rows = rest.dropLastNumber(), rest.dropLast(":"), rest.dropLast("\"rows_read\"")
        else { return nil }
        return (rows, bytes)
    }

    /// The rows of a result, from its end as above: the figure stands before those of the statistics.
    static func resultRows(fromEndOf result: some BidirectionalCollection<UInt8>) -> Int? {
        var rest = result[...]
        guard rest.dropLast("}"), rest.dropLast("}"), rest.dropLastNumber() != nil, rest.dropLast(":"), rest.dropLast("\"bytes_read\""),
            rest.dropLast(","), rest.dropLastNumber() != nil, rest.dropLast(":"), rest.dropLast("\"rows_read\""), rest.dropLast(","),
            let brace = rest.lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        rest = rest[..<brace]
        guard rest.dropLast(":"), rest.dropLast("\"statistics\"") else { return nil }
        // How many rows there were before a LIMIT, or groups before others of them, may stand in between.
        while rest.dropLast(","), let rows = rest.dropLastNumber(), rest.dropLast(":") {
            if rest.dropLast("\"rows\"") { return rows }
            guard rest.dropLast("\"rows_before_limit_at_least\"") || rest.dropLast("\"rows_before_aggregation\"") else { return nil }
        }
        return nil
    }

    /// How much of a result's end to look at: the statistics with their tabs, and the longest numbers.
    static let tailByteCount = 512
}

extension BidirectionalCollection<UInt8> where SubSequence == Self {
    fileprivate mutating func dropLast(_ text: StaticString) -> Bool {
        self.dropLastBlanks()
        let expected = "\(text)".utf8
        guard self.suffix(expected.count).elementsEqual(expected) else { return false }
        self.removeLast(expected.count)
        return true
    }

    fileprivate mutating func dropLastNumber() -> Int? {
        self.dropLastBlanks()
        var digits: [UInt8] = []
        while let last = self.last, UInt8.isDigit(last) {
            digits.append(last)
            self.removeLast()
        }
        return Int(String(decoding: digits.reversed(), as: UTF8.self))
    }

    private mutating func dropLastBlanks() {
        while let last = self.last, UInt8.isBlank(last) { self.removeLast() }
    }
}
