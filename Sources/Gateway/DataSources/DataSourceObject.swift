// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import Queries
internal import Workspaces

/// A data source as the API shows it (http-api contract, 6.1).
struct DataSourceObject {
    private let dataSource: DataSource
    private let workspace: CompiledWorkspace
    private let sizes: [String: TableStatistics.Size]

    init(_ dataSource: DataSource, in workspace: CompiledWorkspace, sizes: [String: TableStatistics.Size]) {
        self.dataSource = dataSource
        self.workspace = workspace
        self.sizes = sizes
    }

    func object(selecting attributes: AttributeSelection = AttributeSelection(nil)) -> JSONObject {
        let definition = self.dataSource.definition
        let size = self.sizes[self.dataSource.table]
        let columns = JSONObject.list(definition.columns.map(Self.column))
        let members: [(String, JSONObject)] = [
            ("id", .text(self.dataSource.id.text)),
            ("name", .text(self.dataSource.name)),
            ("description", .text(definition.description ?? "")),
            ("cluster", .text("default")),
            ("tags", .object(self.tags)),
            ("created_at", .text(self.dataSource.createdAt.text)),
            ("updated_at", .text(self.dataSource.updatedAt.text)),
            ("replicated", .boolean(false)),
            ("version", .integer(0)),
            ("project", .null),
            ("headers", .object([])),
            ("shared_with", .list(definition.sharedWith.map { .text($0) })),
            ("type", .text(definition.columns.contains { $0.jsonPath != nil } ? "ndjson" : "csv")),
            ("engine", Self.engine(definition.engine)),
            ("used_by", .list(self.readers)),
            ("errors_discarded_at", .null),
            ("statistics", .object([("bytes", .integer(size?.byteCount ?? 0)), ("row_count", .integer(size?.rowCount ?? 0))])),
            ("quarantine_rows", .integer(self.sizes[self.dataSource.quarantineTable]?.rowCount ?? 0)),
            ("new_columns_detected", .object([])),
            (
                "schema",
                .object([("sql_schema", .text(definition.columns.map(\.normalForm).joined(separator: ", "))), ("columns", columns)])
            ),
            ("columns", columns),
            ("indexes", .list(definition.indexes.map(Self.index))),
        ]
        return .object(members.filter { attributes.includes($0.0) })
    }

    /// The `key=value` entries of `TAGS`.
    private var tags: [(String, JSONObject)] {
        (self.dataSource.definition.operationalTags ?? "").split(separator: "&").map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), .text(parts.count > 1 ? String(parts[1]) : ""))
        }
    }

    /// The pipes whose nodes name this data source.
    private var readers: [JSONObject] {
        self.workspace.pipes.values.filter { $0.resourceNames.contains(self.dataSource.name) }.map(\.pipe).sorted { $0.name < $1.name }
            .map {
                .object([("id", .text($0.id.text)), ("name", .text($0.name))])
            }
    }

    private static func column(_ column: ColumnDefinition) -> JSONObject {
        .object([
            ("name", .text(column.name)),
            ("type", .text(column.type.description)),
            ("codec", .text(optional: column.codec)),
            ("default_value", .text(optional: column.defaultExpression.map { "DEFAULT \($0)" })),
            ("jsonpath", .text(optional: column.jsonPath?.description)),
            ("nullable", .boolean(column.type.isNullable)),
            ("normalized_name", .text(column.name)),
        ])
    }

    private static func index(_ index: IndexDefinition) -> JSONObject {
        .object([
            ("name", .text(index.name)), ("expr", .text(index.expression)), ("type_full", .text(index.type)),
            ("granularity", .text(optional: index.granularity.map { String($0) })),
        ])
    }

    private static func engine(_ engine: EngineDefinition) -> JSONObject {
        let sortingKey = engine.sortingKey ?? ""
        return .object([
            ("engine", .text(engine.kind.rawValue)),
            ("engine_full", .text("")),
            ("sorting_key", .text(sortingKey)),
            ("engine_sorting_key", .text(sortingKey)),
            ("partition_key", .text(engine.partitionKey ?? "")),
            ("engine_partition_key", .text(engine.partitionKey ?? "")),
            ("primary_key", .text(engine.primaryKey ?? sortingKey)),
            ("engine_primary_key", .text(engine.primaryKey ?? sortingKey)),
            ("ttl", .text(engine.ttl ?? "")),
        ])
    }
}
