// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Finds the columns of CSV records: their names in the header, their types in the fields.
struct CSVAnalyzer {
    private let hasHeader: Bool?
    private let unescaper: CSVUnescaper
    private let composites = CompositeText()
    /// The names in the header; nil until the first record, and where there is none.
    private var names: [String]?
    private var shapes: [ValueShape] = []
    /// The fields in which there were words for NULL.
    private var fieldsWithNullWords: Set<Int> = []
    private var preview: [[String?]] = []
    private var rowCount = 0

    private init(dialect: CSVDialect, hasHeader: Bool?) {
        self.unescaper = CSVUnescaper(dialect: dialect)
        self.hasHeader = hasHeader
    }

    /// Records that have more or fewer fields than the first are left out, and those that are not UTF-8, as an import
    /// leaves them to quarantine.
    static func analyze(_ text: ByteView, isWhole: Bool, options: CSVOptions, byteCount: Int) throws(AnalysisError) -> Analysis {
        let sample = text[0..<min(text.count, CSVDialect.sampleByteCount)]
        let dialect = CSVDialect(guessing: sample, isWhole: isWhole && sample.count == text.count, options: options, columnCount: nil)
        var analyzer = CSVAnalyzer(dialect: dialect, hasHeader: options.hasHeader)
        var splitter = CSVSplitter(dialect: dialect)
        var isFirst = true
        _ = splitter.split(text, isLast: isWhole, limit: text.count) { piece in
            guard case .record(let record) = piece, record.text.isUTF8 else { return }
            if isFirst { analyzer.begin(with: record) } else { analyzer.add(record) }
            isFirst = false
        }
        guard !isFirst else { throw AnalysisError(message: "the sample has no record") }
        guard analyzer.shapes.count <= Analysis.columnLimit else {
            throw AnalysisError(message: "the records of the sample have more than \(Analysis.columnLimit) fields")
        }
        return analyzer.analysis(dialect: dialect, byteCount: byteCount)
    }

    private mutating func begin(with record: CSVRecord) {
        let texts = record.fields.map { self.unescaper.text(of: $0, in: record) }
        self.shapes = Array(repeating: ValueShape(), count: min(record.fieldCount, Analysis.columnLimit + 1))
        if self.hasHeader ?? Self.looksLikeHeader(texts) {
            self.names = texts
        } else {
            self.add(record)
        }
    }

    /// Names are there, differ, and are nothing but text.
    private static func looksLikeHeader(_ texts: [String]) -> Bool {
        let areWords = texts.allSatisfy { text in
            var guess = ScalarGuess()
            let bytes = Array(text.utf8)
            unsafe bytes.withUnsafeBufferPointer { unsafe guess.addField(ByteView($0).trimmed) }
            return !text.isEmpty && !text.hasPrefix("[") && guess.isText
        }
        return areWords && Set(texts.map { $0.lowercased() }).count == texts.count
    }

    private mutating func add(_ record: CSVRecord) {
        guard record.fieldCount == self.shapes.count, self.shapes.count <= Analysis.columnLimit else { return }
        self.rowCount += 1
        let texts = record.fields.map { self.unescaper.text(of: $0, in: record) }
        var values: [String?] = []
        for (index, text) in texts.enumerated() {
            let bytes = Array(text.utf8)
            let isValue = unsafe bytes.withUnsafeBufferPointer { buffer in
                let value = unsafe ByteView(buffer).trimmed
                guard !value.isEmpty, !(value == "\\N") else { return false }
                guard !CSVRowDecoder.nullWords.contains(where: { value == $0 }) else {
                    self.fieldsWithNullWords.insert(index)
                    return false
                }
                self.shapes[index].add(field: value, composites: self.composites)
                return true
            }
            values.append(isValue ? text : nil)
        }
        if self.preview.count < Analysis.previewRowLimit { self.preview.append(values) }
    }

    private func analysis(dialect: CSVDialect, byteCount: Int) -> Analysis {
        var names = ColumnNames()
        let columns = self.shapes.enumerated().map { index, shape in
            AnalyzedColumn(
                name: names.add(self.names.map { ColumnNames.fromHeader($0[index]) } ?? "", at: index), path: nil,
                // An array cannot be NULL.
                type: shape.isArray && self.fieldsWithNullWords.contains(index) ? .string : shape.type,
                presentShare: self.rowCount == 0 ? 1 : Double(shape.count) / Double(self.rowCount))
        }
        let preview = self.preview.map { row in
            zip(row, columns).map { PreviewValue(field: $0, type: $1.type, composites: self.composites) }
        }
        return Analysis(
            columns: columns, preview: preview, rowCount: self.rowCount, byteCount: byteCount,
            dialect: AnalyzedDialect(delimiter: dialect.delimiter, hasHeader: self.names != nil))
    }
}
