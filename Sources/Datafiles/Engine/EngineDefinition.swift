// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The table engine of a data source with its options, all as written; empty options are absent.
package struct EngineDefinition: Hashable, Sendable {
    package let kind: EngineKind
    package let partitionKey: String?
    package let sortingKey: String?
    package let primaryKey: String?
    package let samplingKey: String?
    package let ttl: String?
    package let settings: String?
    /// Of a ReplacingMergeTree: the column whose highest value wins.
    package let versionColumn: String?
    /// Of a ReplacingMergeTree: the column that says a row is gone.
    package let isDeletedColumn: String?
    /// Of the collapsing engines: the column of 1 and -1.
    package let signColumn: String?
    /// Of a VersionedCollapsingMergeTree: the column that orders the states of an object.
    package let stateVersionColumn: String?
    /// Of a SummingMergeTree: the columns that are summed; none means all that can be.
    package let summedColumns: [String]
    /// Where `ENGINE` stands, or the file's beginning.
    package let location: SourceLocation
    /// Where each option stands, by its name after `ENGINE_`: `SORTING_KEY`.
    package let optionLocations: [String: SourceLocation]

    /// The place to report a finding about an option at.
    package func location(of option: String) -> SourceLocation {
        self.optionLocations[option] ?? self.location
    }
}
