// Part of Martlet. Apache License 2.0; see LICENSE.

/// The SQL a template turned into, and what it asked for on the way.
package struct RenderedTemplate: Sendable, Hashable {
    /// The SQL, before names of nodes and data sources are resolved.
    package let sqlText: String
    /// What the template's settings functions ask for.
    package let settings: RenderedSettings
    /// The secrets the text refers to as `{name: String}`; their values are bound when the query runs.
    package let usedSecrets: Set<String>
}
