// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the records of a CSV text that arrives in chunks, and numbers their lines.
///
/// A quote that is never closed costs the lines up to its own, not the rest of the text.
struct CSVSplitter {
    enum Piece {
        case record(CSVRecord)
        /// Lines that hold no record, the first of them with this number.
        case broken(ByteView, reason: String, line: Int)
    }

    /// How many lines were empty.
    private(set) var emptyLineCount = 0
    /// The number of the next record's first line.
    private var line = 1
    /// Whether the start of a line was too long already: its rest is passed over.
    private var isSkipping = false
    private var scanner: CSVScanner

    init(dialect: CSVDialect) {
        self.scanner = CSVScanner(dialect: dialect)
    }

    /// Hands out the records in `text`, which starts with the bytes that were left last time, and returns how many bytes
    /// are done with. What is longer than `limit` is no record.
    mutating func split(_ text: ByteView, isLast: Bool, limit: Int, _ use: (Piece) -> Void) -> Int {
        var start = 0
        while start < text.count {
            if self.isSkipping {
                start = self.skipLine(of: text, from: start)
                continue
            }
            let rest = text[start..<min(text.count, start + limit + 1)]
            let isLastPart = isLast && start + rest.count == text.count
            if let end = self.scanner.scan(rest, isLast: isLastPart), end <= limit {
                self.handOut(rest[0..<end], use)
                start = min(start + end + 1, text.count)
            } else if isLastPart || rest.count > limit {
                start += self.giveUp(rest, use)
            } else {
                return start
            }
        }
        return start
    }

    private mutating func handOut(_ text: ByteView, _ use: (Piece) -> Void) {
        let record = CSVRecord(text: text, fields: self.scanner.fields, fieldCount: self.scanner.fieldCount, line: self.line)
        if record.isBlank { self.emptyLineCount += 1 } else { use(.record(record)) }
        self.line += self.scanner.mayHoldLineEnds ? self.lineEndCount(in: text) + 1 : 1
        self.scanner.reset()
    }

    /// Hands out what cannot be a record, and returns how many bytes that is.
    private mutating func giveUp(_ rest: ByteView, _ use: (Piece) -> Void) -> Int {
        let isUnclosed = self.scanner.isInsideQuotes
        let end = rest.index(of: self.lineEnd, from: isUnclosed ? self.scanner.fieldStart : rest.count)
        let lines = rest[0..<end]
        use(.broken(lines, reason: isUnclosed ? "a quote is never closed" : RowDecoder.rowTooLong, line: self.line))
        self.line += self.lineEndCount(in: lines)
        self.scanner.reset()
        guard end < rest.count else {
            self.isSkipping = true
            return rest.count
        }
        self.line += 1
        return end + 1
    }

    private mutating func skipLine(of text: ByteView, from start: Int) -> Int {
        let end = text.index(of: self.lineEnd, from: start)
        guard end < text.count else { return text.count }
        self.isSkipping = false
        self.line += 1
        return end + 1
    }

    private var lineEnd: UInt8 { self.scanner.dialect.lineEnd.byte }

    private func lineEndCount(in text: ByteView) -> Int {
        var count = 0
        var index = text.index(of: self.lineEnd, from: 0)
        while index < text.count {
            count += 1
            index = text.index(of: self.lineEnd, from: index + 1)
        }
        return count
    }
}
