// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// The part of a data source's definition that its table repeats, and how one shape becomes another.
struct TableShape: Equatable {
    let columns: [Column]
    let indexes: [Index]
    /// The engine and its options, but for the TTL.
    let engine: [String?]
    let ttl: String?

    struct Column: Equatable {
        let name: String
        /// Type, default and codec as DDL.
        let declaration: String
        let type: String
    }

    struct Index: Equatable {
        let name: String
        let declaration: String
    }

    init(_ definition: DataSourceDefinition) {
        self.columns = definition.columns.map { Column(name: $0.name, declaration: $0.declaration, type: $0.type.description) }
        self.indexes = definition.indexes.map { Index(name: $0.name, declaration: $0.declaration) }
        let engine = definition.engine
        self.engine =
            [
                engine.kind.rawValue, engine.partitionKey, engine.sortingKey, engine.primaryKey, engine.samplingKey, engine.settings,
                engine.versionColumn, engine.isDeletedColumn, engine.signColumn, engine.stateVersionColumn,
            ] + engine.summedColumns
        self.ttl = engine.ttl
    }

    /// The alterations that lead from `old` to this shape, or why only a new table can have it.
    ///
    /// In place go: added columns, changed defaults and codecs, indexes, and the TTL (datafiles contract, section 17).
    func alterations(from old: TableShape) -> Result<[TableAlteration], Obstacle> {
        guard self.engine == old.engine else { return .failure(Obstacle(reason: "its engine or one of its keys changes")) }
        var alterations: [TableAlteration] = []
        let oldColumns = Dictionary(old.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        if let removed = old.columns.first(where: { column in !self.columns.contains { $0.name == column.name } }) {
            return .failure(Obstacle(reason: "column \"\(removed.name)\" is removed"))
        }
        var previous: String?
        for column in self.columns {
            if let oldColumn = oldColumns[column.name] {
                guard oldColumn.type == column.type else {
                    return .failure(Obstacle(reason: "column \"\(column.name)\" changes from \(oldColumn.type) to \(column.type)"))
                }
                if oldColumn.declaration != column.declaration { alterations.append(.modify("MODIFY COLUMN \(column.declaration)")) }
            } else {
                let place = previous.map { "AFTER \(SQLText.identifier($0))" } ?? "FIRST"
                alterations.append(.addColumn(name: column.name, declaration: column.declaration, place: place))
            }
            previous = column.name
        }
        alterations += old.indexes.filter { !self.indexes.contains($0) }.map { .dropIndex(name: $0.name) }
        alterations += self.indexes.filter { !old.indexes.contains($0) }.map { .addIndex(declaration: $0.declaration) }
        if self.ttl != old.ttl { alterations.append(.modify(self.ttl.map { "MODIFY TTL \($0)" } ?? "REMOVE TTL")) }
        return .success(alterations)
    }

    struct Obstacle: Error {
        let reason: String
    }
}
