// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the fields of one record after another.
///
/// A record may arrive in pieces: the scanner goes on where it stopped, so that no byte is looked at twice. Nothing is
/// an error to it: text behind a closing quote belongs to the field, and a quote inside an unquoted field is itself.
struct CSVScanner {
    private enum State {
        /// At the first byte of a field. Next: `unquoted`, `quoted`.
        case beforeField
        /// Next: `beforeField`.
        case unquoted
        /// Behind an opening quote. Next: `behindQuote`.
        case quoted
        /// Behind a quote inside quotes, which ends the field or is the first of two. Next: `quoted`, `closed`.
        case behindQuote
        /// Behind the closing quote. Next: `beforeField`.
        case closed
    }

    /// No table has more columns; a record of delimiters only must not cost many times its size.
    static let fieldLimit = 10_000

    let dialect: CSVDialect
    /// The fields of the record, as far as it was seen.
    private(set) var fields: [CSVField] = []
    private(set) var fieldCount = 0
    /// Where the field at hand begins: its opening quote, if it has one.
    private(set) var fieldStart = 0

    private var state = State.beforeField
    private var position = 0
    /// Whether the record could have line ends inside it.
    private(set) var mayHoldLineEnds = false
    /// Where the closing quote stands.
    private var contentEnd = 0
    private var isPlain = true
    private let unquotedStops: ByteSearch
    private let quotedStops: ByteSearch

    init(dialect: CSVDialect) {
        self.dialect = dialect
        self.unquotedStops = ByteSearch(dialect.delimiter, dialect.lineEnd.byte, dialect.escape)
        self.quotedStops = ByteSearch(dialect.quote, dialect.escape ?? dialect.quote)
    }

    /// Whether the text ended inside quotes.
    var isInsideQuotes: Bool {
        if case .quoted = self.state { true } else { false }
    }

    mutating func reset() {
        self.fields.removeAll(keepingCapacity: true)
        self.fieldCount = 0
        self.position = 0
        self.mayHoldLineEnds = false
        self.beginField()
    }

    /// Goes on with the record that `text` starts with.
    ///
    /// Gives the place of the record's end, nil if it is not there yet. `isLast` says that the text ends with the record.
    mutating func scan(_ text: ByteView, isLast: Bool) -> Int? {
        while true {
            switch self.state {
            case .beforeField:
                guard self.position < text.count else { return isLast && text.count > 0 ? self.end(at: text.count, in: text) : nil }
                self.fieldStart = self.position
                if text[self.position] == self.dialect.quote {
                    self.position += 1
                    self.state = .quoted
                    self.mayHoldLineEnds = true
                } else {
                    self.state = .unquoted
                }
            case .unquoted, .closed:
                self.position = self.unquotedStops.index(in: text, from: self.position)
                guard self.position < text.count else { return isLast ? self.end(at: text.count, in: text) : nil }
                let byte = text[self.position]
                if byte == self.dialect.delimiter {
                    self.endField(at: self.position)
                    self.position += 1
                    self.beginField()
                } else if byte == self.dialect.lineEnd.byte {
                    return self.end(at: self.position, in: text)
                } else {
                    guard self.passEscape(in: text, isLast: isLast) else { return nil }
                }
            case .quoted:
                self.position = self.quotedStops.index(in: text, from: self.position)
                guard self.position < text.count else { return nil }
                if text[self.position] == self.dialect.quote {
                    self.contentEnd = self.position
                    self.position += 1
                    self.state = .behindQuote
                } else {
                    guard self.passEscape(in: text, isLast: isLast) else { return nil }
                }
            case .behindQuote:
                guard self.position < text.count || isLast else { return nil }
                if self.position < text.count, text[self.position] == self.dialect.quote {
                    self.isPlain = false
                    self.position += 1
                    self.state = .quoted
                } else {
                    self.state = .closed
                }
            }
        }
    }

    /// Passes over an escape and the byte behind it; false if that byte is not there yet.
    private mutating func passEscape(in text: ByteView, isLast: Bool) -> Bool {
        guard self.position + 1 < text.count || isLast else { return false }
        self.isPlain = false
        self.mayHoldLineEnds = true
        self.position = min(self.position + 2, text.count)
        return true
    }

    private mutating func beginField() {
        self.state = .beforeField
        self.fieldStart = self.position
        self.isPlain = true
    }

    private mutating func endField(at end: Int) {
        self.fieldCount += 1
        guard self.fields.count < Self.fieldLimit else { return }
        guard case .closed = self.state else {
            return self.fields.append(CSVField(range: self.fieldStart..<end, isQuoted: false, isPlain: self.isPlain))
        }
        // What stands behind the closing quote belongs to the field, which then has to be put together.
        let isWhole = self.contentEnd + 1 == end
        self.fields.append(
            CSVField(
                range: self.fieldStart + 1..<(isWhole ? self.contentEnd : end), isQuoted: true, isPlain: self.isPlain && isWhole))
    }

    private mutating func end(at end: Int, in text: ByteView) -> Int {
        let hasReturn = self.dialect.lineEnd == .lineFeed && end > self.fieldStart && text[end - 1] == UInt8(ascii: "\r")
        self.endField(at: hasReturn ? end - 1 : end)
        return end
    }
}
