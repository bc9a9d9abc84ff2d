// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names of data sources, pipes, connections and nodes.
package enum ResourceName {
    static let hint = "A name has letters, digits and underscores and does not begin with a digit"

    /// Classic's `orders__v2` without its version, by which other files name it; nil for a name without one.
    package static func unversioned(_ name: String) -> (name: String, version: Int)? {
        guard let mark = name.ranges(of: "__v").last, mark.lowerBound != name.startIndex else { return nil }
        let digits = name[mark.upperBound...]
        guard digits.unicodeScalars.allSatisfy(\.isDigit), let version = Int(digits) else { return nil }
        return (String(name[..<mark.lowerBound]), version)
    }

    /// Whether this may name a resource; one of another workspace has that one's name before a dot.
    static func isValid(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy(\.isPlainName)
    }
}
