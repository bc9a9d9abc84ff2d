// Part of Martlet. Apache License 2.0; see LICENSE.

/// What the settings functions of a template ask for (templates specification, 11).
package struct RenderedSettings: Sendable, Hashable {
    /// Threads the query may use at most; never raises the server's own limit.
    package var maxThreads: Int?
    /// Seconds for which an earlier answer may be given again.
    package var cacheTTLSeconds: Int?
    /// Features of the engine asked for by `activate(…)`.
    package var activatedFeatures: Set<String> = []
    /// Features of the engine refused by `disable(…)`.
    package var disabledFeatures: Set<String> = []

    /// No wishes.
    package init() {}

    /// Adds what another node of the same query asks for; the later wish wins.
    package mutating func merge(_ other: RenderedSettings) {
        self.maxThreads = other.maxThreads ?? self.maxThreads
        self.cacheTTLSeconds = other.cacheTTLSeconds ?? self.cacheTTLSeconds
        self.activatedFeatures.formUnion(other.activatedFeatures)
        self.disabledFeatures.formUnion(other.disabledFeatures)
    }
}
