// Part of Martlet. Apache License 2.0; see LICENSE.

extension CSVDialect {
    /// How much of a text a guess is made from.
    static let sampleByteCount = 64 << 10
    /// Records that a guess looks at: more would not change it.
    private static let sampleRecordLimit = 1000

    private static let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

    /// The dialect in which the records of the sample are most alike; what the options say is not guessed.
    ///
    /// `columnCount` is how many fields a record should have, if that is known; of equals the usual one wins.
    init(guessing sample: ByteView, isWhole: Bool, options: CSVOptions, columnCount: Int?) {
        var usual = CSVDialect()
        usual.escape = options.escape
        usual.lineEnd = options.lineEnd ?? Self.lineEnd(of: sample)
        let dialects = (options.delimiter.map { [$0] } ?? Self.delimiters).map { delimiter in
            var dialect = usual
            dialect.delimiter = delimiter
            return dialect
        }
        let fits = { (dialect: CSVDialect) in Fit(of: dialect, sample: sample, isWhole: isWhole, columnCount: columnCount) }
        let candidates = dialects.map { ($0, fits($0)) }
        let best = Self.first(of: candidates)
        self = best.dialect
        guard best.fit.quotedCount == 0, options.delimiter != Self.apostrophe, options.escape != Self.apostrophe else { return }

        // Apostrophes are quotes only where no others are, and where they make a difference.
        let apostrophes = dialects.map { dialect in
            var dialect = dialect
            dialect.quote = Self.apostrophe
            return (dialect, fits(dialect))
        }
        let other = Self.first(of: apostrophes)
        if best.fit < other.fit || (!(other.fit < best.fit) && other.fit.isQuotedOften) { self = other.dialect }
    }

    private static let apostrophe = UInt8(ascii: "'")

    private static func first(of candidates: [(CSVDialect, Fit)]) -> (dialect: CSVDialect, fit: Fit) {
        candidates.dropFirst().reduce(candidates[0]) { $0.1 < $1.1 ? $1 : $0 }
    }

    /// What ends the first line that does not end inside quotes.
    private static func lineEnd(of sample: ByteView) -> LineEnd {
        var isInsideQuotes = false
        for index in 0..<sample.count {
            switch sample[index] {
            case UInt8(ascii: "\""): isInsideQuotes.toggle()
            case UInt8(ascii: "\n") where !isInsideQuotes: return .lineFeed
            case UInt8(ascii: "\r") where !isInsideQuotes:
                return index + 1 == sample.count || sample[index + 1] == UInt8(ascii: "\n") ? .lineFeed : .carriageReturn
            default: continue
            }
        }
        return .lineFeed
    }

    /// How well a dialect explains a sample.
    private struct Fit: Comparable {
        /// 2 if most records have as many fields as there are columns, 1 if they have several, else 0.
        private var shape = 0
        /// The share of the records that have as many fields as most.
        private var likeness = 0.0
        private(set) var fieldCount = 0
        private(set) var quotedCount = 0

        /// Whether so many fields stand in quotes as no text does by chance.
        var isQuotedOften: Bool { self.quotedCount > 0 && self.quotedCount * 2 >= self.fieldCount }

        init(of dialect: CSVDialect, sample: ByteView, isWhole: Bool, columnCount: Int?) {
            var splitter = CSVSplitter(dialect: dialect)
            var counts: [Int: Int] = [:]
            var recordCount = 0
            _ = splitter.split(sample, isLast: isWhole, limit: sample.count) { piece in
                guard recordCount < CSVDialect.sampleRecordLimit else { return }
                recordCount += 1
                guard case .record(let record) = piece else { return }
                counts[record.fieldCount, default: 0] += 1
                self.fieldCount += record.fields.count
                self.quotedCount += record.fields.count { $0.isQuoted }
            }
            let rank = { (count: Int, records: Int) in (records, count == columnCount ? 1 : 0, count) }
            guard let most = counts.max(by: { rank($0.key, $0.value) < rank($1.key, $1.value) }) else { return }
            self.shape = most.key == columnCount ? 2 : most.key > 1 ? 1 : 0
            self.likeness = Double(most.value) / Double(recordCount)
        }

        static func < (left: Fit, right: Fit) -> Bool { (left.shape, left.likeness) < (right.shape, right.likeness) }
    }
}
