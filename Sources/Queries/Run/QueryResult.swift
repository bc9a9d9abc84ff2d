// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient

/// A query's answer on its way to the caller.
package struct QueryResult: Sendable {
    package let format: OutputFormat
    package let response: EngineResponse
}
