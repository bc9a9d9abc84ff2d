// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why nothing can be made of a file.
package struct InvalidFile: Error, Hashable, Sendable {
    /// The mistakes in the file, in the order of its lines.
    package let diagnostics: [Diagnostic]
}

extension InvalidFile: CustomStringConvertible {
    package var description: String { self.diagnostics.map(\.description).joined(separator: "\n") }
}
