// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// What a `.datasource` file says.
package struct DataSourceDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let kind = "datasource"
    package let description: String?
    package let tokens: [TokenDescription]
    package let tags: [String]
    /// The columns of the SCHEMA, and after them those a connector adds.
    package let schema: [ColumnDescription]
    package let engine: String
    /// The engine's options that are given and known to it, by their names after `ENGINE_`, in lower case.
    package let engineOptions: [String: String]
    /// Its option again, for it is the one people look for.
    package let ttl: String?
    package let indexes: [IndexDescription]
    package let sharedWith: [String]
    package let forwardQuery: String?
    package let isBackfilled: Bool
    /// The settings of its connector, by their names in lower case.
    package let connector: [String: String]
    package let warnings: [DiagnosticDescription]

    init(_ dataSource: DataSourceDefinition, warnings: [DiagnosticDescription]) {
        self.name = dataSource.name
        self.description = dataSource.description
        self.tokens = dataSource.tokens.map(TokenDescription.init)
        self.tags = dataSource.tags
        self.schema = dataSource.columns.map(ColumnDescription.init)
        self.engine = dataSource.engine.kind.rawValue
        self.engineOptions = dataSource.engine.describedOptions
        self.ttl = dataSource.engine.ttl
        self.indexes = dataSource.indexes.map(IndexDescription.init)
        self.sharedWith = dataSource.sharedWith
        self.forwardQuery = dataSource.forwardQuery?.text
        self.isBackfilled = dataSource.isBackfilled
        self.connector = Dictionary(dataSource.settings.map { ($0.key.lowercased(), $0.value) }) { $1 }
        self.warnings = warnings
    }

    private enum CodingKeys: String, CodingKey {
        case name, kind, description, tokens, tags, schema, engine, ttl, indexes, connector, warnings
        case engineOptions = "engine_options"
        case sharedWith = "shared_with"
        case forwardQuery = "forward_query"
        case isBackfilled = "backfill"
    }
}

/// A column of a SCHEMA.
package struct ColumnDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let type: String
    /// How the type is known: `declared`, `inferred` from the default, or `open`.
    package let typeOrigin: String
    package let jsonPath: String?
    package let defaultExpression: String?
    package let isMaterialized: Bool
    package let codec: String?

    init(_ column: ColumnDefinition) {
        self.name = column.name
        self.type = column.type.description
        self.typeOrigin = column.typeOrigin.rawValue
        self.jsonPath = column.jsonPath?.description
        self.defaultExpression = column.defaultExpression
        self.isMaterialized = column.isMaterialized
        self.codec = column.codec
    }

    private enum CodingKeys: String, CodingKey {
        case name, type, codec
        case typeOrigin = "type_origin"
        case jsonPath = "jsonpath"
        case defaultExpression = "default"
        case isMaterialized = "materialized"
    }
}

/// A line of INDEXES.
package struct IndexDescription: Encodable, Hashable, Sendable {
    package let name: String
    package let expression: String
    package let type: String
    package let granularity: Int?

    init(_ index: IndexDefinition) {
        self.name = index.name
        self.expression = index.expression
        self.type = index.type
        self.granularity = index.granularity
    }
}

extension EngineDefinition {
    fileprivate var describedOptions: [String: String] {
        let options = [
            "partition_key": self.partitionKey, "sorting_key": self.sortingKey, "primary_key": self.primaryKey,
            "sampling_key": self.samplingKey, "ttl": self.ttl, "settings": self.settings, "ver": self.versionColumn,
            "is_deleted": self.isDeletedColumn, "sign": self.signColumn, "version": self.stateVersionColumn,
            "columns": self.summedColumns.isEmpty ? nil : self.summedColumns.joined(separator: ", "),
        ]
        return options.compactMapValues { $0 }
    }
}
