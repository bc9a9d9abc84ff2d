// Part of Martlet. Apache License 2.0; see LICENSE.

/// The entries of `TAGS` directives.
struct Tags: Hashable {
    /// For people: they group resources.
    private(set) var filtering: [String] = []
    /// The `key=value` entries, for the machinery, joined by `&`; nil without any.
    private(set) var operational: String?

    /// Adds what one directive lists, separated by commas.
    mutating func add(_ list: String) {
        let entries = list.split(separator: ",").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
        self.filtering += entries.filter { !$0.contains("=") }
        let pairs = entries.filter { $0.contains("=") }
        if !pairs.isEmpty { self.operational = pairs.joined(separator: "&") }
    }
}
