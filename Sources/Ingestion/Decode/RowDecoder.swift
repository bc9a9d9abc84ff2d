// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

/// Decodes rows one after another into a block and a list of quarantined ones.
struct RowDecoder {
    /// A row above this is no event but an accident (datafiles contract, 14).
    static let rowByteLimit = 10 << 20
    /// What is said of such a row.
    static let rowTooLong = "row above 10 MiB"

    private let plan: RowPlan
    private let writer: NativeBlockWriter
    private var quarantine: RowQuarantine
    /// The place of every column's value in the row at hand.
    private var places: [Int]

    init(plan: RowPlan) {
        guard let writer = NativeBlockWriter(columns: plan.wireColumns) else { preconditionFailure("a plan has writable columns") }
        self.plan = plan
        self.writer = writer
        self.quarantine = RowQuarantine(columns: plan.columns)
        self.places = Array(repeating: PathTrie.missing, count: plan.columns.count)
    }

    /// What was decoded since the last time.
    mutating func finish() -> DecodedRows {
        DecodedRows(block: self.writer.finish(), quarantined: self.quarantine.finish())
    }

    // MARK: Rows

    /// Decodes a line that holds one object.
    mutating func decode(line: ByteView, number: Int, parser: JSONParser, literals: JSONDocument) {
        guard line.count <= Self.rowByteLimit else { return self.quarantine.add(line, because: Self.rowTooLong, line: number) }
        let line = line.trimmed
        guard !line.isEmpty else { return }
        do throws(JSONError) {
            let document = try parser.parse(line)
            guard document[0].kind == .object else { throw JSONError.invalid }
            self.decode(row: 0, of: document, line: number, literals: literals)
        } catch {
            self.quarantine.add(line, because: Self.text(of: error), line: number)
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
            self.quarantine.add(text, because: Self.text(of: error), line: 1)
        }
    }

    private mutating func decode(item: Int, of document: JSONDocument, number: Int, literals: JSONDocument) {
        let text = document.text(of: document[item])
        guard document[item].kind == .object else {
            return self.quarantine.add(text, because: Self.text(of: .invalid), line: number)
        }
        guard text.count <= Self.rowByteLimit else { return self.quarantine.add(text, because: Self.rowTooLong, line: number) }
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
            self.refuse(document, line: line, literals: literals)
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

    /// Keeps a row with bad values. All columns are read again, to name every one at fault.
    private mutating func refuse(_ document: JSONDocument, line: Int, literals: JSONDocument) {
        var faults: [(column: Int, fault: ValueFault)] = []
        for reader in self.plan.readers {
            do throws(ValueFault) {
                try self.append(reader, of: document, literals: literals)
            } catch {
                faults.append((reader.column, error))
            }
        }
        self.writer.discardRow()
        self.quarantine.add(faults, values: self.plan.columns.indices.map { self.value(of: $0, in: document) }, line: line)
    }

    private func value(of column: Int, in document: JSONDocument) -> String? {
        let place = self.places[column]
        guard place != PathTrie.missing, document[place].kind != .null else { return nil }
        return document.text(of: document[place]).string
    }
}
