// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Names for what needs one that nothing else has.
package enum RandomID {
    /// A random UUID in lower case. `UUID()` opens a file for each.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return UUID.random(using: &generator).uuidString.lowercased()
    }
}
