// Part of Martlet. Apache License 2.0; see LICENSE.

/// The SQL a template turned into, and what it asked for on the way.
package struct RenderedTemplate: Sendable, Hashable {
    /// The SQL, before names of nodes and data sources are resolved.
    package let sqlText: String
    /// Where `{{ … }}` put values into it, in ascending order, as UTF-8 offsets.
    package let insertions: [Range<Int>]
    /// What the template's settings functions ask for.
    package let settings: RenderedSettings
    /// The secrets the text refers to as `{name: String}`; their values are bound when the query runs.
    package let usedSecrets: Set<String>
}

extension RenderedTemplate {
    /// The line of the SQL, from 1, in which an insertion begins.
    package func line(of insertion: Range<Int>) -> Int {
        1 + self.sqlText.utf8.prefix(insertion.lowerBound).count { $0 == UInt8(ascii: "\n") }
    }
}
