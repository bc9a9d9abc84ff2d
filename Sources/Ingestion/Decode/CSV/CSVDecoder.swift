// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Turns CSV into column data, chunk by chunk: good rows into a block, bad ones into quarantine.
///
/// The first bytes say how the text is spelled, unless the caller does. One bad row never costs its neighbours. A decoder
/// reads one text, and keeps of it no more than the record that is not complete yet.
package struct CSVDecoder {
    /// Goes before UTF-8 where somebody doubts it.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let plan: RowPlan
    private let options: CSVOptions
    private let literalParser = JSONParser()
    /// What was pushed, from the first record on that is not decoded.
    private var pending = PaddedBytes()
    /// Nil until enough was pushed to know the dialect.
    private var reader: Reader?

    private struct Reader {
        let dialect: CSVDialect
        var splitter: CSVSplitter
        var rows: CSVRowDecoder
    }

    /// `plan` is one that was made for CSV.
    package init(plan: RowPlan, options: CSVOptions = CSVOptions()) {
        self.plan = plan
        self.options = options
    }

    /// How the text is spelled; nil until enough of it was pushed.
    package var dialect: CSVDialect? { self.reader?.dialect }

    /// How many lines were empty.
    package var emptyLineCount: Int { self.reader?.splitter.emptyLineCount ?? 0 }

    /// Decodes the next bytes of the text; chunks may end anywhere.
    package mutating func push(_ chunk: [UInt8]) -> DecodedRows {
        self.decode(chunk, isLast: false)
    }

    /// Ends the text: what is left of it is its last record.
    package mutating func finish() -> DecodedRows {
        self.decode([], isLast: true)
    }

    private mutating func decode(_ chunk: [UInt8], isLast: Bool) -> DecodedRows {
        self.pending.append(chunk)
        if self.reader == nil { self.start(isWhole: isLast) }
        guard var reader = self.reader.take() else { return DecodedRows(block: nil, quarantined: []) }
        let consumed = self.pending.withView { text in
            self.plan.withLiterals(self.literalParser) { literals in
                reader.splitter.split(text, isLast: isLast, limit: RowDecoder.rowByteLimit) { piece in
                    reader.rows.decode(piece, literals: literals)
                }
            }
        }
        self.pending.removeFirst(consumed)
        defer { self.reader = reader }
        return reader.rows.finish()
    }

    /// Guesses the dialect, if there is enough to guess from.
    private mutating func start(isWhole: Bool) {
        let reader = self.pending.withView { text -> (reader: Reader, skipped: Int)? in
            guard isWhole || text.count >= CSVDialect.sampleByteCount else { return nil }
            let mark = Self.byteOrderMark
            let skipped = text.count >= mark.count && text[0..<mark.count] == mark ? mark.count : 0
            let sample = text[skipped..<min(text.count, skipped + CSVDialect.sampleByteCount)]
            let dialect = CSVDialect(
                guessing: sample, isWhole: isWhole && skipped + sample.count == text.count, options: self.options,
                columnCount: self.plan.readers.count)
            let rows = CSVRowDecoder(plan: self.plan, dialect: dialect, hasHeader: self.options.hasHeader)
            return (Reader(dialect: dialect, splitter: CSVSplitter(dialect: dialect), rows: rows), skipped)
        }
        guard let reader else { return }
        self.pending.removeFirst(reader.skipped)
        self.reader = reader.reader
    }
}
