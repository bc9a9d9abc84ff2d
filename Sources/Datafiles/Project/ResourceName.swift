// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names of data sources, pipes, connections and nodes.
enum ResourceName {
    static let hint = "A name has letters, digits and underscores and does not begin with a digit"

    /// Whether this may name a resource; one of another workspace has that one's name before a dot.
    static func isValid(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy(\.isPlainName)
    }
}
