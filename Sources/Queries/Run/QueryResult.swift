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
}
