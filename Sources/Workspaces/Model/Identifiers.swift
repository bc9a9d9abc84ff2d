// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// The identity of a workspace: a UUID in lower case, as the API shows it.
package struct WorkspaceID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package static func make() -> WorkspaceID { WorkspaceID(UUID().uuidString.lowercased()) }
    package var description: String { self.text }
}

/// The identity of a data source, pipe or node: `t_` and 32 lower-case hexadecimal digits (http-api contract, 1.2).
package struct ResourceID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let text: String

    /// What all of them begin with.
    static let prefix = "t_"

    package init(_ text: String) { self.text = text }

    package static func make() -> ResourceID {
        ResourceID(Self.prefix + UUID().uuidString.lowercased().filter { $0 != "-" })
    }

    package var description: String { self.text }
}
