// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What a `.datasource` file declares.
package struct DataSourceDefinition: Hashable, Sendable {
    package let name: String
    /// The path of the file in the project.
    package let file: String
    /// The file as it came, but for Classic's INCLUDE, whose files stand in its place.
    package let text: String
    package let description: String?
    package let tokens: [TokenGrant]
    package let tags: [String]
    /// Entries `key=value` of `TAGS`, joined by `&`.
    package let operationalTags: String?
    /// In the order of the schema, after them those a connector adds.
    package let columns: [ColumnDefinition]
    package let indexes: [IndexDefinition]
    package let engine: EngineDefinition
    /// Names of the workspaces that may read it.
    package let sharedWith: [String]
    /// The SELECT list that turns rows of the deployed schema into rows of this one.
    package let forwardQuery: SourceText?
    /// Whether a materialized target is filled from history when it is new.
    package let isBackfilled: Bool
    /// The `KAFKA_`, `IMPORT_` and `PG_` settings by their names, as written.
    package let settings: [String: String]
    /// Where each directive stands, by its name in upper case.
    package let locations: [String: SourceLocation]

    /// Whether another workspace owns it and only reading is possible here.
    package var isVendored: Bool { self.file.hasPrefix("vendor/") }

    /// The column of this name.
    package func column(_ name: String) -> ColumnDefinition? {
        self.columns.first { $0.name == name }
    }

    /// The place to report a finding about a directive at; the beginning of the file if it has none.
    package func location(of directive: String) -> SourceLocation {
        self.locations[directive] ?? SourceLocation(file: self.file, line: 1, column: 1)
    }
}
