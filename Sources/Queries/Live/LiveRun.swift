// Part of Martlet. Apache License 2.0; see LICENSE.

/// An answer of a live endpoint, and what tells when there may be another.
struct LiveRun: Sendable {
    let answer: LiveAnswer
    /// What it was read from, in a fixed order.
    let tables: [EngineTable]
    /// What the tables held before; nil if that cannot be told.
    let versions: TableVersions?
    /// After how long there may be another though no table has changed, because it depends on the clock or on chance; nil for never.
    let interval: Duration?
}
