// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

/// Decodes rows one after another into a block and a list of quarantined ones.
struct RowDecoder {
    /// A row above this is no event but an accident (datafiles contract, 14).
    private static let rowByteLimit = 10 << 20
    /// What is kept of a line that is no JSON (datafiles contract, 16).
    private static let keptByteLimit = 8 << 10
    /// What an error quotes of a value; the whole of it is stored beside.
    private static let quotedByteLimit = 200

    private let plan: RowPlan
    private let writer: NativeBlockWriter
    private var quarantined: [QuarantinedRow] = []
    /// The place of every column's value in the row at hand.
    private var places: [Int]

    init(plan: RowPlan) {
        guard let writer = NativeBlockWriter(columns: plan.wireColumns) else { preconditionFailure("a plan has writable columns") }
        self.plan = plan
        self.writer = writer
        self.places = Array(repeating: PathTrie.missing, count: plan.columns.count)
    }

    /// What was decoded since the last time.
    mutating func finish() -> DecodedRows {
        defer { self.quarantined = [] }
        return DecodedRows(block: self.writer.finish(), quarantined: self.quarantined)
    }

    // MARK: Rows

    /// Decodes a line that holds one object.
    mutating func decode(line: ByteView, number: Int, parser: JSONParser, literals: JSONDocument) {
        guard !line.isEmpty else { return }
        guard line.count <= Self.rowByteLimit else { return self.quarantine(line, "row above 10 MiB", line: number) }
        do throws(JSONError) {
            let document = try parser.parse(line)
            guard document[0].kind == .object else { throw JSONError.invalid }
            self.decode(row: 0, of: document, line: number, literals: literals)
        } catch {
            self.quarantine(line, Self.text(of: error), line: number)
        }
    }

    /// Decodes a text that holds one object or an array of them.
    mutating func decode(document text: ByteView, parser: JSONParser, literals: JSONDocument) {
        guard !text.isEmpty else { return }
        do throws(JSONError) {
            let document = try parser.parse(text)
            guard document[0].kind == .array else { return self.decode(item: 0, of: document, number: 1, literals: literals) }
            var item = 1
            var number = 1
            while item < document[0].next {
                self.decode(item: item, of: document, number: number, literals: literals)
                item = Int(document[item].next)
                number += 1
            }
        } catch {
            self.quarantine(text, Self.text(of: error), line: 1)
        }
    }

    private mutating func decode(item: Int, of document: JSONDocument, number: Int, literals: JSONDocument) {
        let text = document.text(of: document[item])
        guard document[item].kind == .object else { return self.quarantine(text, Self.text(of: .invalid), line: number) }
        guard text.count <= Self.rowByteLimit else { return self.quarantine(text, "row above 10 MiB", line: number) }
        self.decode(row: item, of: document, line: number, literals: literals)
    }

    private mutating func decode(row: Int, of document: JSONDocument, line: Int, literals: JSONDocument) {
        self.plan.trie.locate(row, in: document, into: &self.places)
        self.writer.beginRow()
        do {
            for reader in self.plan.readers { try self.append(reader, of: document, literals: literals) }
            self.writer.keepRow()
        } catch {
            self.writer.discardRow()
            self.quarantine(document, line: line, literals: literals)
        }
    }

    private mutating func append(_ reader: ColumnReader, of document: JSONDocument, literals: JSONDocument) throws(ValueFault) {
        let place = self.places[reader.column]
        if place != PathTrie.missing {
            let token = document[place]
            if token.kind != .null {
                return try self.plan.encoder.append(place, token, of: document, to: reader.node, into: self.writer)
            }
        }
        switch reader.missing {
        case .refused: throw .missing
        case .empty: try self.plan.encoder.append(nil, of: document, to: reader.node, into: self.writer)
        case .literal(let number): try self.plan.encoder.append(number + 1, of: literals, to: reader.node, into: self.writer)
        }
    }

    // MARK: Quarantine

    private static func text(of error: JSONError) -> String {
        switch error {
        case .invalid: "invalid JSON"
        case .tooDeep: "nested deeper than \(JSONParser.depthLimit) levels"
        case .outOfMemory: "no memory to read the row"
        }
    }

    /// Keeps a text that is no row: in the first column that holds strings.
    private mutating func quarantine(_ text: ByteView, _ error: String, line: Int) {
        var values: [String?] = Array(repeating: nil, count: self.plan.columns.count)
        if let column = self.plan.columns.firstIndex(where: { $0.type.unwrapped == .string }) {
            values[column] = text[0..<min(text.count, Self.keptByteLimit)].string
        }
        self.quarantined.append(QuarantinedRow(line: line, columns: [""], errors: [error], values: values))
    }

    /// Keeps a row with bad values. All columns are read again, to name every one at fault.
    private mutating func quarantine(_ document: JSONDocument, line: Int, literals: JSONDocument) {
        var columns: [String] = []
        var errors: [String] = []
        for reader in self.plan.readers {
            do throws(ValueFault) {
                try self.append(reader, of: document, literals: literals)
            } catch {
                let column = self.plan.columns[reader.column]
                columns.append(column.name)
                errors.append(Self.text(of: error, column: column, value: self.value(of: reader.column, in: document) ?? ""))
            }
        }
        self.writer.discardRow()
        let values = self.plan.columns.indices.map { self.value(of: $0, in: document) }
        self.quarantined.append(QuarantinedRow(line: line, columns: columns, errors: errors, values: values))
    }

    private func value(of column: Int, in document: JSONDocument) -> String? {
        let place = self.places[column]
        guard place != PathTrie.missing, document[place].kind != .null else { return nil }
        return document.text(of: document[place]).string
    }

    private static func text(of fault: ValueFault, column: ColumnSpecification, value: String) -> String {
        let quoted = value.utf8.count <= self.quotedByteLimit ? value : value.prefix(self.quotedByteLimit) + "…"
        let type = column.type.unwrapped
        return switch fault {
        case .missing: "missing required field '\(column.name)'"
        case .notOfType: "value '\(quoted)' on column '\(column.name)' is not \(type)"
        case .outOfRange: "value out of range for \(type): '\(quoted)'"
        case .tooManyItems: "value on column '\(column.name)' has more than \(ValueEncoder.itemLimit) items"
        }
    }
}
