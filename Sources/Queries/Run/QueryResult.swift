// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import NIOCore

/// A query's answer on its way to the caller.
package struct QueryResult: Sendable {
    package enum Body: Sendable {
        case whole(ByteBuffer)
        /// As it comes from the engine.
        case stream(EngineResponse)
    }

    package let format: OutputFormat
    package let body: Body
    package let cache: CacheOutcome
    /// What it has cost, as far as the engine told; of a kept answer, nothing was read for it.
    package let summary: EngineSummary
    /// Whether it was made from service data sources alone, in which such queries do not count.
    package let isAboutService: Bool

    init(_ response: EngineResponse, format: OutputFormat, cache: CacheOutcome, isAboutService: Bool = false) {
        self.format = format
        self.body = .stream(response)
        self.cache = cache
        self.summary = response.summary
        self.isAboutService = isAboutService
    }

    init(_ answer: Answer, format: OutputFormat, cache: CacheOutcome, isAboutService: Bool) {
        self.format = format
        self.body = .whole(answer.body)
        self.cache = cache
        var summary = answer.summary
        if cache == .hit { (summary.readRows, summary.readBytes, summary.memory) = (0, 0, 0) }
        self.summary = summary
        self.isAboutService = isAboutService
    }
}
