// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Makes a data source of the directives of its file.
struct DataSourceParser {
    private let file: ProjectFile
    private let directives: [Directive]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ file: ProjectFile, directives: [Directive]) {
        self.file = file
        self.directives = directives
    }

    /// The data source; nil if it has no meaning without what is missing.
    mutating func parse() -> DataSourceDefinition? {
        let fileStart = SourceLocation(file: self.file.path, line: 1, column: 1)
        var columns = self.parseSchema(fileStart: fileStart)
        // A schema with a mistake may lack any column: what is said about columns would mislead.
        let isSchemaComplete = !self.diagnostics.hasErrors
        if isSchemaComplete { columns += ConnectorColumns.missing(in: columns, directives: self.directives) }
        let tokens = self.directives.filter { $0.name == "TOKEN" }.compactMap { TokenGrant($0, diagnostics: &self.diagnostics) }
        let indexes = self.parseIndexes()
        var engineParser = EngineParser(self.directives, columns: isSchemaComplete ? columns : [], fileStart: fileStart)
        let engine = engineParser.parse()
        self.diagnostics += engineParser.diagnostics
        self.diagnostics += DataSourceSettings.check(self.directives)
        let sharedWith = self.parseSharedWith()
        guard let engine, !columns.isEmpty else { return nil }
        var tags = Tags()
        for directive in self.directives where directive.name == "TAGS" { tags.add(directive.value) }
        return DataSourceDefinition(
            name: self.file.resourceName, file: self.file.path, text: self.file.text,
            description: self.directives.last("DESCRIPTION")?.text, tokens: tokens,
            tags: tags.filtering, operationalTags: tags.operational, columns: columns, indexes: indexes, engine: engine,
            sharedWith: sharedWith, forwardQuery: self.directives.last("FORWARD_QUERY")?.query,
            isBackfilled: self.directives.last("BACKFILL") == nil, settings: self.settings,
            locations: Dictionary(self.directives.map { ($0.name, $0.location) }) { $1 })
    }

    /// The columns of the last SCHEMA; a mistake in any of them counts.
    private mutating func parseSchema(fileStart: SourceLocation) -> [ColumnDefinition] {
        let schemas = self.directives.filter { $0.name == "SCHEMA" }
        let hint = "Write the columns below SCHEMA >, indented"
        if schemas.isEmpty { self.diagnostics.append(Diagnostic(.error, "SCHEMA is mandatory", at: fileStart, hint: hint)) }
        var columns: [ColumnDefinition] = []
        for schema in schemas {
            let parser = SchemaParser(schema.content)
            columns = parser.columns
            self.diagnostics += parser.diagnostics
            if columns.isEmpty, !parser.diagnostics.hasErrors {
                self.diagnostics.append(Diagnostic(.error, "SCHEMA is empty", at: schema.location, hint: hint))
            }
        }
        return columns
    }

    /// As with SCHEMA, the last INDEXES counts.
    private mutating func parseIndexes() -> [IndexDefinition] {
        var indexes: [IndexDefinition] = []
        for directive in self.directives where directive.name == "INDEXES" {
            let parser = IndexParser(directive.content)
            indexes = parser.indexes
            self.diagnostics += parser.diagnostics
        }
        return indexes
    }

    private mutating func parseSharedWith() -> [String] {
        var names: [String] = []
        for directive in self.directives where directive.name == "SHARED_WITH" {
            let words = directive.block == nil ? directive.arguments.map { $0.text.removingQuotes() } : [directive.value]
            let listed = words.flatMap { $0.split { $0 == "," || $0.isNewline } }.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
            if listed.isEmpty {
                self.diagnostics.append(Diagnostic(.error, "SHARED_WITH requires at least one workspace name", at: directive.location))
            }
            names += listed
        }
        return names
    }

    private var settings: [String: String] {
        let names = Set(DataSourceSettings.names + ConnectionKind.kafka.settings)
        return self.directives.reduce(into: [:]) { settings, directive in
            guard names.contains(directive.name) else { return }
            settings[directive.name] = directive.name == "IMPORT_FORMAT" ? directive.value.lowercased() : directive.value
        }
    }
}
