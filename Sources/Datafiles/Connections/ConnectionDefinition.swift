// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What a `.connection` file declares: how to reach another system.
package struct ConnectionDefinition: Hashable, Sendable {
    package let name: String
    /// The path of the file in the project.
    package let file: String
    /// The file as it came, but for Classic's INCLUDE, whose files stand in its place; secrets are still expressions in it.
    package let text: String
    package let description: String?
    package let kind: ConnectionKind
    /// The settings by their names, as written.
    package let settings: [String: String]
    /// Where each directive stands, by its name in upper case.
    package let locations: [String: SourceLocation]
}
