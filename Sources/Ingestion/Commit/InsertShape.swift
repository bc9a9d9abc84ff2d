// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Crypto
internal import FoundationEssentials

/// How the blocks of a row plan are inserted.
///
/// It is stored in the log beside the rows, for they may be inserted after a deployment has changed their data source.
struct InsertShape: Codable, Hashable, Sendable {
    /// The columns of the insert, and what to select of the block for each.
    let columns: [String]
    let selectItems: [String]
    /// The block's columns and types.
    let structure: String
    let settings: [String: String]
    /// The table that the rows were decoded for; rows from before there was this are for whatever table is live.
    let table: String?

    init(_ plan: RowPlan, table: String) {
        self.table = table
        self.columns = plan.insertColumns
        self.selectItems = plan.insertSelectItems
        self.structure = plan.inputStructure
        self.settings = plan.insertSettings
    }

    /// Joins small blocks of this shape; nil if the shape cannot be read.
    var blockWriter: NativeBlockWriter? {
        guard let row = try? DataType(parsing: "Tuple(\(self.structure))"), case .tuple(let elements) = row else { return nil }
        return NativeBlockWriter(columns: elements.map { NativeColumn(name: $0.name ?? "", type: $0.type) })
    }

    /// The statement that inserts blocks of this shape, without columns that the table has no more; nil means that it has all.
    func statement(into table: String, havingColumns present: Set<String>?) -> String {
        let items = zip(self.columns, self.selectItems).filter { present?.contains($0.0) ?? true }
        let names = items.map { SQLText.identifier($0.0) }.joined(separator: ", ")
        let selected = items.map(\.1).joined(separator: ", ")
        let input = "input(\(SQLText.stringLiteral(self.structure)))"
        return "INSERT INTO \(SQLText.identifier(table)) (\(names)) SELECT \(selected) FROM \(input) FORMAT Native"
    }

    /// The statement that puts blocks of this shape into quarantine, as texts, for the reason given.
    func quarantineStatement(into table: String, havingColumns present: Set<String>, error: String, importID: String) -> String {
        let columns = zip(self.columns, self.selectItems).filter { present.contains($0.0) }.map { (SQLText.identifier($0.0), $0.1) }
        let names = (["c__error_column", "c__error", "c__import_id"] + columns.map(\.0)).joined(separator: ", ")
        let values =
            ["['']", "[\(SQLText.stringLiteral(Self.refusal + error))]", SQLText.stringLiteral(importID)]
            + columns.map { Self.text(of: $0.0, insertedAs: $0.1) }
        let input = "input(\(SQLText.stringLiteral(self.structure)))"
        return
            "INSERT INTO \(SQLText.identifier(table)) (\(names)) SELECT \(values.joined(separator: ", ")) FROM \(input) FORMAT Native"
    }

    /// The text of a column's value; NULL where the row has none and its list of at most one value is empty (`DefaultPlan`).
    private static func text(of name: String, insertedAs selectItem: String) -> String {
        let isMissing = "empty(\(name))"
        return selectItem.hasPrefix("if(\(isMissing),") ? "if(\(isMissing), NULL, toString(\(name)[1]))" : "toString(\(name))"
    }

    /// What the reason of a row begins with that the engine has refused; of others without a column at fault, not even the texts are known.
    static let refusal = "the database refused the row: "

    // MARK: In the log

    var logShape: LogShape {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let bytes = try? Array(encoder.encode(self)) else { preconditionFailure("texts can be encoded") }
        let key = SHA256.hash(data: bytes).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return LogShape(key: key, bytes: bytes)
    }

    init(_ shape: LogShape) throws {
        self = try JSONDecoder().decode(InsertShape.self, from: Data(shape.bytes))
    }
}
