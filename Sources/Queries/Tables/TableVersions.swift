// Part of Martlet. Apache License 2.0; see LICENSE.

/// A table by the engine's names.
package struct EngineTable: Sendable, Hashable {
    package let database: String
    package let name: String

    package init(database: String, name: String) {
        self.database = database
        self.name = name
    }
}

/// What some tables held at a moment: as long as it is equal, no query over them can have another answer.
package struct TableVersions: Sendable, Hashable {
    /// One number or more for each table, in a fixed order.
    private let stamps: [Int64]
    /// Whether a change that is just happening cannot hide behind it: only then an answer may be kept under it.
    package let isSettled: Bool

    package init(stamps: [Int64], isSettled: Bool) {
        self.stamps = stamps
        self.isSettled = isSettled
    }

    package static func == (left: TableVersions, right: TableVersions) -> Bool { left.stamps == right.stamps }
    package func hash(into hasher: inout Hasher) { hasher.combine(self.stamps) }
}

/// Tells whether tables have changed, whoever changed them: inserts, views, deletions, merges and expiry alike.
package protocol TableWatch: Sendable {
    /// The versions of tables; nil where they cannot be told, and nothing may be kept.
    func versions(of tables: [EngineTable]) async -> TableVersions?
}
