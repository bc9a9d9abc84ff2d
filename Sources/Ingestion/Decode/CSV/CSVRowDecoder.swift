// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Decodes CSV records one after another into a block and a list of quarantined ones, by section 15 of the datafiles contract.
struct CSVRowDecoder {
    /// A column that is filled, and how.
    struct Column {
        let reader: ColumnReader
        /// The field with its text; nil if the records have none.
        let field: Int?
        /// Blanks and words mean something only where the text is not the value itself.
        let isText: Bool
        /// Whether `NULL` and its kin are no value.
        let takesNullWords: Bool
    }

    /// What is no value in such a column (datafiles contract, 15).
    static let nullWords: [StaticString] = ["NULL", "null", "None"]

    let plan: RowPlan
    private let hasHeader: Bool?
    /// Whether the first record is still to come.
    private var isAtStart = true
    /// Fields are by position until there is a header.
    var header: CSVHeader
    var columns: [Column] = []
    let writer: NativeBlockWriter
    var quarantine: RowQuarantine
    private let composites = CompositeText()
    private let unescaper: CSVUnescaper

    /// `hasHeader` says whether the first record is a header; nil if its names shall tell.
    init(plan: RowPlan, dialect: CSVDialect, hasHeader: Bool?) {
        guard let writer = NativeBlockWriter(columns: plan.wireColumns) else { preconditionFailure("a plan has writable columns") }
        self.plan = plan
        self.hasHeader = hasHeader
        self.header = CSVHeader(positionsOf: plan)
        self.writer = writer
        self.quarantine = RowQuarantine(columns: plan.columns)
        self.unescaper = CSVUnescaper(dialect: dialect)
        self.take(self.header)
    }

    private static func isText(_ type: DataType) -> Bool {
        switch type {
        case .string, .fixedString, .enumeration: true
        default: false
        }
    }

    /// What was decoded since the last time.
    mutating func finish() -> DecodedRows {
        DecodedRows(block: self.writer.finish(), quarantined: self.quarantine.finish())
    }

    /// Decodes the next piece of the text; the first record may be the header.
    mutating func decode(_ piece: CSVSplitter.Piece, literals: JSONDocument) {
        switch piece {
        case .broken(let text, let reason, let line): self.quarantine.add(text, because: reason, line: line)
        case .record(let record) where !record.text.isUTF8:
            self.quarantine.add(record.text, because: "invalid UTF-8", line: record.line)
        case .record(let record):
            if !self.isAtStart || !self.takeHeader(record) { self.decode(record, literals: literals) }
        }
    }

    /// Takes the first record for the header, if it is one.
    private mutating func takeHeader(_ record: CSVRecord) -> Bool {
        self.isAtStart = false
        let names = self.texts(of: record)
        guard self.hasHeader ?? CSVHeader.isHeader(names, of: self.plan.columns) else { return false }
        self.take(CSVHeader(names: names, columns: self.plan.columns))
        return true
    }

    /// Says which field fills which column.
    mutating func take(_ header: CSVHeader) {
        self.header = header
        self.columns = self.plan.readers.map { reader in
            let type = self.plan.columns[reader.column].type
            let isText = Self.isText(type.unwrapped)
            return Column(
                reader: reader, field: header.fields[reader.column], isText: isText, takesNullWords: type.isNullable && !isText)
        }
    }

    private mutating func decode(_ record: CSVRecord, literals: JSONDocument) {
        guard record.fieldCount == self.header.fieldCount else {
            let reason = "expected \(self.header.fieldCount) fields, found \(record.fieldCount)"
            return self.quarantine.add(record.text, because: reason, line: record.line)
        }
        self.writer.beginRow()
        do throws(ValueFault) {
            for column in self.columns { try self.append(column, of: record, literals: literals) }
            self.writer.keepRow()
        } catch {
            self.writer.discardRow()
            self.refuse(record, literals: literals)
        }
    }

    // MARK: Values

    private func append(_ column: Column, of record: CSVRecord, literals: JSONDocument) throws(ValueFault) {
        guard let index = column.field, index < record.fields.count else { return try self.appendMissing(column, literals: literals) }
        let field = record.fields[index]
        if field.isPlain {
            try self.append(record.text[field.range], isQuoted: field.isQuoted, to: column, literals: literals)
        } else {
            try self.unescaper.withText(of: field, in: record) { text throws(ValueFault) in
                try self.append(text, isQuoted: field.isQuoted, to: column, literals: literals)
            }
        }
    }

    @inline(__always)
    func append(_ text: ByteView, isQuoted: Bool, to column: Column, literals: JSONDocument) throws(ValueFault) {
        let value = column.isText ? text : text.trimmed
        if value.isEmpty {
            guard column.isText, isQuoted else { return try self.appendEmpty(column, literals: literals) }
        } else if !isQuoted, value == "\\N" {
            return try self.appendMissing(column, literals: literals)
        } else if column.takesNullWords, Self.nullWords.contains(where: { value == $0 }) {
            return try self.appendMissing(column, literals: literals)
        }
        try self.plan.encoder.append(text: value, to: column.reader.node, composites: self.composites, into: self.writer)
    }

    /// Fills in what stands for an empty field.
    private func appendEmpty(_ column: Column, literals: JSONDocument) throws(ValueFault) {
        guard case .refused = column.reader.missing else { return try self.appendMissing(column, literals: literals) }
        guard self.plan.columns[column.reader.column].type.unwrapped == .string else { throw .notOfType }
        self.plan.encoder.appendEmpty(column.reader.node, into: self.writer)
    }

    func appendMissing(_ column: Column, literals: JSONDocument) throws(ValueFault) {
        switch column.reader.missing {
        case .refused: throw .missing
        case .empty: try self.plan.encoder.append(nil, of: literals, to: column.reader.node, into: self.writer)
        case .literal(let number): try self.plan.encoder.append(number + 1, of: literals, to: column.reader.node, into: self.writer)
        }
    }

    // MARK: Quarantine

    /// Keeps a record with bad values. All columns are read again, to name every one at fault.
    private mutating func refuse(_ record: CSVRecord, literals: JSONDocument) {
        var faults: [(column: Int, fault: ValueFault)] = []
        for column in self.columns {
            do throws(ValueFault) {
                try self.append(column, of: record, literals: literals)
            } catch {
                faults.append((column.reader.column, error))
            }
        }
        self.writer.discardRow()
        let texts = self.texts(of: record)
        let values = self.header.fields.map { index in index.flatMap { $0 < texts.count ? texts[$0] : nil } }
        self.quarantine.add(faults, values: values, line: record.line)
    }

    /// The texts of all fields.
    private func texts(of record: CSVRecord) -> [String] {
        record.fields.map { self.unescaper.text(of: $0, in: record) }
    }
}
