// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a project may hold at most; beyond this a mistake or an attack is likelier than a project.
package enum DatafileLimits {
    /// Real files stay under 100 KiB. Reading takes time linear in this, and all checks together a few passes.
    package static let fileByteCount = 1 << 20
    /// Files included by each other; real ones include two levels.
    package static let includeDepth = 10
    /// The largest public projects have a few hundred files.
    package static let fileCount = 10_000
    /// The engine keeps a file per column and part; far below this number it is already slow.
    package static let columnCount = 4_096
    /// Every node of a pipe becomes a sub-query of the endpoint.
    package static let nodeCount = 1_000
    /// Findings reported per file: nobody mends more of them before trying again, and each costs time.
    package static let findingCount = 100
    /// Of a variable in a configuration: variables can hold variables, and so double from line to line. A token or a key has a
    /// few kilobytes.
    package static let variableByteCount = 1 << 16
}
