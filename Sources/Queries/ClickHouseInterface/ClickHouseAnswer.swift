// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient

/// An answer to a ClickHouse client on its way.
package struct ClickHouseAnswer: Sendable {
    /// What the answer is written in.
    package let format: ClickHouseFormat
    /// The engine's answer; nil where there is nothing to say, as to `USE`.
    package let response: EngineResponse?
    /// What the server says of itself in every answer.
    package let server: EngineIdentity
    /// The time zone that times without one are written in.
    package let timezone: String
}

/// What an engine says of itself.
package struct EngineIdentity: Sendable, Hashable {
    package let version: String
    package let timezone: String
}
