// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Testing

/// The lines that `martlet demo load` would send, by data source.
///
/// - Parameter end: Milliseconds since 1970.
func demoLines(of workspace: String, rows: Int, until end: Int64) throws -> [String: [String]] {
    let workspace = try #require(DemoWorkspaces.named(workspace))
    var lines: [String: [String]] = [:]
    for batch in DemoEvents(of: workspace, rows: rows, seed: 3, until: end).joined() {
        lines[batch.dataSource, default: []] += String(decoding: batch.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    return lines
}
