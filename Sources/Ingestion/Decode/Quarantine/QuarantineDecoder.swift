// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

/// Decodes rows that were quarantined, from the texts that the quarantine table has of them.
///
/// A text is read as a field of CSV is: the table does not tell what it was. So `"3"`, which a JSON row may not give for a number, is one here.
struct QuarantineDecoder {
    /// What a piece of the quarantine came to.
    struct Piece {
        let rows: DecodedRows
        /// What had brought each of its rows, the bad ones and the good ones.
        let importIDs: [String?]

        /// What had brought a row that is bad still.
        func importID(of row: QuarantinedRow) -> String? {
            self.importIDs.indices.contains(row.line - 1) ? self.importIDs[row.line - 1] : nil
        }
    }

    private static let importColumn = "c__import_id"

    private let plan: RowPlan
    private var rows: CSVRowDecoder
    private var importField: Int?
    private var importIDs: [String?] = []

    private init(plan: RowPlan) {
        self.plan = plan
        self.rows = CSVRowDecoder(plan: plan, dialect: CSVDialect(), hasHeader: true)
    }

    /// Decodes a piece in the engine's format `JSONCompactEachRowWithNames`, all of it strings or null.
    static func decode(_ text: [UInt8], plan: RowPlan) throws(JSONError) -> Piece {
        var decoder = QuarantineDecoder(plan: plan)
        return try decoder.decode(text)
    }

    private mutating func decode(_ text: [UInt8]) throws(JSONError) -> Piece {
        var bytes = PaddedBytes()
        bytes.replace(with: text)
        var lines = LineSplitter()
        var failure: JSONError?
        let parser = JSONParser()
        bytes.withView { view in
            self.plan.withLiterals(JSONParser()) { literals in
                _ = lines.split(view, isLast: true, limit: .max) { line, number in
                    do throws(JSONError) {
                        try self.decode(line, number: number, parser: parser, literals: literals)
                    } catch {
                        failure = error
                    }
                }
            }
        }
        if let failure { throw failure }
        return Piece(rows: self.rows.finish(), importIDs: self.importIDs)
    }

    private mutating func decode(_ line: ByteView, number: Int, parser: JSONParser, literals: JSONDocument) throws(JSONError) {
        let document = try parser.parse(line)
        var items: [Int] = []
        var item = 1
        while item < document[0].next {
            items.append(item)
            item = Int(document[item].next)
        }
        guard number > 1 else { return self.takeNames(items.map { document.text(of: document[$0]).string }) }
        self.importIDs.append(self.importField.flatMap { document.optionalText(of: items[$0]) })
        self.rows.decode(items, of: document, number: number - 1, literals: literals)
    }

    private mutating func takeNames(_ names: [String]) {
        self.importField = names.firstIndex(of: Self.importColumn)
        self.rows.take(CSVHeader(fieldCount: names.count, fields: self.plan.columns.map { names.firstIndex(of: $0.name) }))
    }
}

extension CSVHeader {
    fileprivate init(fieldCount: Int, fields: [Int?]) {
        self.fieldCount = fieldCount
        self.fields = fields
    }
}

extension CSVRowDecoder {
    /// Decodes a row of which there are the texts, strings of an array, and null where there is none.
    fileprivate mutating func decode(_ texts: [Int], of document: JSONDocument, number: Int, literals: JSONDocument) {
        self.writer.beginRow()
        var faults: [(column: Int, fault: ValueFault)] = []
        for column in self.columns {
            do throws(ValueFault) {
                try self.append(column, from: texts, of: document, literals: literals)
            } catch {
                faults.append((column.reader.column, error))
            }
        }
        guard !faults.isEmpty else { return self.writer.keepRow() }
        self.writer.discardRow()
        let values = self.header.fields.map { $0.flatMap { texts.indices.contains($0) ? document.optionalText(of: texts[$0]) : nil } }
        self.quarantine.add(faults, values: values, line: number)
    }

    private func append(_ column: Column, from texts: [Int], of document: JSONDocument, literals: JSONDocument) throws(ValueFault) {
        guard let field = column.field, texts.indices.contains(field), document[texts[field]].kind != .null else {
            return try self.appendMissing(column, literals: literals)
        }
        // A text that is there is a value, as it is between quotes in CSV, even if it is empty.
        try self.append(document.text(of: document[texts[field]]), isQuoted: true, to: column, literals: literals)
    }
}

extension JSONDocument {
    /// The text of a string; nil for null.
    fileprivate func optionalText(of value: Int) -> String? {
        self[value].kind == .null ? nil : self.text(of: self[value]).string
    }
}
