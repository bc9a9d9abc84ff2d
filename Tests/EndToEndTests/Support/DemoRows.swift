// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Testing

/// The lines that `martlet demo load` would send, by data source.
///
/// - Parameters:
///   - end: Milliseconds since 1970.
///   - days: How many days the rows go back; the workspace's own choice when nil.
func demoLines(of workspace: String, rows: Int, until end: Int64, days: Int? = nil) throws -> [String: [String]] {
    let workspace = try #require(DemoWorkspaces.named(workspace))
    var lines: [String: [String]] = [:]
    for batch in DemoEvents(of: workspace, rows: rows, seed: 3, until: end, days: days).joined() {
        lines[batch.dataSource, default: []] += String(decoding: batch.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    return lines
}
