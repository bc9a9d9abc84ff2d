// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import NIOCore

/// A whole answer, and what it holds for.
struct Answer: Sendable {
    let body: ByteBuffer
    /// What was read for it; empty if it follows from the request alone.
    let tables: [EngineTable]
    let versions: TableVersions
    /// What it has cost.
    var summary = EngineSummary()
}

/// Where an answer comes from, as callers are told.
package enum CacheOutcome: String, Sendable {
    /// Another request's answer, which the engine would give again.
    case hit
    /// The engine's answer to this request, which others may get too.
    case miss
    /// The engine's answer to this request alone: it depends on the clock or on chance, or the caller wants it so.
    case bypass
}
