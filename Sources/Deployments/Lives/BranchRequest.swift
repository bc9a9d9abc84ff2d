// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a branch shall be.
package struct BranchRequest: Sendable, Hashable {
    /// Which rows of the workspace it has from the start, as the API spells it.
    package enum Rows: String, Sendable, CaseIterable {
        case none
        /// Of each data source, those of the partition that changed last.
        case lastPartition = "last_partition"
        case allPartitions = "all_partitions"
    }

    package let name: String
    package let rows: Rows
    /// Data sources that stay empty.
    package let ignoredDataSources: Set<String>
    /// Seconds after which it is deleted; nil for never.
    package let lifeSeconds: Int?

    package init(name: String, rows: Rows = .none, ignoredDataSources: Set<String> = [], lifeSeconds: Int? = nil) {
        self.name = name
        self.rows = rows
        self.ignoredDataSources = ignoredDataSources
        self.lifeSeconds = lifeSeconds
    }
}
