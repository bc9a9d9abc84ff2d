// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// One step of a pipe: a query with a name.
package struct NodeDefinition: Hashable, Sendable {
    package let name: String
    package let description: String?
    /// Its SQL, or template of SQL, with the places of its lines in the file.
    package let query: SourceText
    package let kind: NodeKind
    /// The data source that a materialized or copy node fills.
    package internal(set) var targetDataSource: String?
    /// Whether a materialized node's new query only applies to rows that arrive later.
    package let isAlteredInPlace: Bool
    package let copyMode: CopyMode
    /// When a copy runs: a cron expression, or one of its names like `@hourly`; nil for on demand only.
    package let copySchedule: String?
    /// Whether a copy on demand asks for machines of its own.
    package let computesOnDemand: Bool
    /// How long an endpoint's answer may be reused at most.
    package let cacheSeconds: Int?
    /// The `EXPORT_` settings of a sink by their names, as written.
    package let exportSettings: [String: String]
    /// Of Classic: the `ENGINE` directives of a materialized node, from which its target is made if no datafile declares it.
    package let engineSettings: [String: String]
    /// Where `NODE` stands.
    package let declaration: SourceLocation
    /// Where each directive of the node stands, by its name in upper case.
    package let locations: [String: SourceLocation]

    /// The query's text.
    package var sql: String { self.query.text }

    /// Where the SQL's first line begins in the file.
    package var location: SourceLocation { self.query.start }

    /// The place to report a finding about a directive at.
    package func location(of directive: String) -> SourceLocation {
        self.locations[directive] ?? self.declaration
    }
}
