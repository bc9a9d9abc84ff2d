// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// The part of a data source's definition that its table repeats, and how rows get from one shape into another.
struct TableShape: Equatable {
    let columns: [Column]
    let indexes: [Index]
    /// The engine and those of its options that decide where a row lies.
    let engine: [String?]
    let settings: String?
    let ttl: String?

    struct Column: Equatable {
        let name: String
        /// Type, default and codec as DDL.
        let declaration: String
        let type: DataType
        let isMaterialized: Bool
    }

    struct Index: Equatable {
        let name: String
        let declaration: String
    }

    init(_ definition: DataSourceDefinition) {
        self.columns = definition.columns.map {
            Column(name: $0.name, declaration: $0.declaration, type: $0.type, isMaterialized: $0.isMaterialized)
        }
        self.indexes = definition.indexes.map { Index(name: $0.name, declaration: $0.declaration) }
        let engine = definition.engine
        self.engine =
            [
                engine.kind.rawValue, engine.partitionKey, engine.sortingKey, engine.primaryKey, engine.samplingKey,
                engine.versionColumn, engine.isDeletedColumn, engine.signColumn, engine.stateVersionColumn,
            ] + engine.summedColumns
        self.settings = engine.settings
        self.ttl = engine.ttl
    }

    /// What leads from an older shape to this one.
    enum Change: Equatable {
        /// A new table can take the old one's parts, whose columns are altered by these clauses.
        case link([String])
        /// The rows must be written again; the engine converts their values by itself.
        case rewrite
        /// Only the author can say what becomes of the rows.
        case obstacle(String)
    }

    /// Added and removed columns, defaults, codecs, indexes, settings and the TTL leave parts as they are, wider types do not; what else
    /// changes needs a FORWARD_QUERY (datafiles contract, 17).
    func change(from old: TableShape) -> Change {
        guard self.engine == old.engine else { return .obstacle("its engine or one of its keys changes") }
        let oldColumns = Dictionary(old.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var isRewritten = false
        for column in self.columns {
            guard let oldColumn = oldColumns[column.name], oldColumn.type != column.type else { continue }
            guard column.type.holdsAllValues(of: oldColumn.type) else {
                return .obstacle("column \"\(column.name)\" changes from \(oldColumn.type) to \(column.type)")
            }
            isRewritten = true
        }
        let keptOrder = { (columns: [Column], others: [Column]) in
            let names = Set(others.map(\.name))
            return columns.map(\.name).filter { names.contains($0) }
        }
        // Parts have their columns in the table's order.
        if isRewritten || keptOrder(self.columns, old.columns) != keptOrder(old.columns, self.columns) { return .rewrite }
        return .link(self.columnClauses(from: old) + self.indexClauses(from: old))
    }

    private func columnClauses(from old: TableShape) -> [String] {
        let (names, oldNames) = (Set(self.columns.map(\.name)), Set(old.columns.map(\.name)))
        var clauses = old.columns.filter { !names.contains($0.name) }.map { "DROP COLUMN \(SQLText.identifier($0.name))" }
        var previous: String?
        for column in self.columns {
            if !oldNames.contains(column.name) {
                clauses.append("ADD COLUMN \(column.declaration) \(previous.map { "AFTER \(SQLText.identifier($0))" } ?? "FIRST")")
            }
            previous = column.name
        }
        return clauses
    }

    private func indexClauses(from old: TableShape) -> [String] {
        old.indexes.filter { !self.indexes.contains($0) }.map { "DROP INDEX \($0.name)" }
            + self.indexes(missingIn: old).map { "ADD \($0.declaration)" }
    }

    /// Indexes that are new or changed; an older shape's parts have nothing of them.
    func indexes(missingIn old: TableShape) -> [Index] { self.indexes.filter { !old.indexes.contains($0) } }

    /// All that differs, as the clauses of an `ALTER TABLE` say it.
    func clauses(from old: TableShape) -> [String] {
        var clauses = self.columnClauses(from: old)
        let oldColumns = Dictionary(old.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for column in self.columns where oldColumns[column.name].map({ $0.declaration != column.declaration }) ?? false {
            clauses.append("MODIFY COLUMN \(column.declaration)")
        }
        clauses += self.indexClauses(from: old)
        if self.ttl != old.ttl { clauses.append(self.ttl.map { "MODIFY TTL \($0)" } ?? "REMOVE TTL") }
        return clauses
    }
}
