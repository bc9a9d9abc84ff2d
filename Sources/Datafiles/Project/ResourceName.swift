// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names of data sources, pipes, connections and nodes.
package enum ResourceName {
    /// What a name that is refused should be.
    package static let hint = "A name has letters, digits and underscores and does not begin with a digit"

    /// Classic's `orders__v2` without its version, by which other files name it; nil for a name without one.
    package static func unversioned(_ name: String) -> (name: String, version: Int)? {
        // Hardly any name has one, and each is asked of all others.
        guard name.unicodeScalars.last?.isDigit ?? false, let mark = name.ranges(of: "__v").last, mark.lowerBound != name.startIndex else {
            return nil
        }
        let digits = name[mark.upperBound...]
        guard digits.unicodeScalars.allSatisfy(\.isDigit), let version = Int(digits) else { return nil }
        return (String(name[..<mark.lowerBound]), version)
    }

    /// Which of `names` a query or node means by `name`: the one called so, else the one that differs by Classic's version only,
    /// the latest if there are several.
    package static func match(_ name: String, among names: some Sequence<String>) -> String? {
        let base = Self.unversioned(name)?.name
        var latest: (name: String, version: Int)?
        for candidate in names {
            if candidate == name { return candidate }
            if candidate == base { latest = (candidate, .max) }
            guard let versioned = Self.unversioned(candidate), versioned.name == name, versioned.version > latest?.version ?? -1 else {
                continue
            }
            latest = (candidate, versioned.version)
        }
        return latest?.name
    }

    /// Whether this may name a resource; one of another workspace has that one's name before a dot.
    package static func isValid(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy(\.isPlainName)
    }
}
