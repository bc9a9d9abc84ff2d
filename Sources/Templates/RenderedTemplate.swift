// Part of Martlet. Apache License 2.0; see LICENSE.

/// The SQL a template turned into, and what it asked for on the way.
package struct RenderedTemplate: Sendable, Hashable {
    package let sqlText: String
    package let settings: RenderedSettings
    /// The secrets the text refers to as `{name: String}`; their values are bound when the query runs.
    package let usedSecrets: Set<String>
}
