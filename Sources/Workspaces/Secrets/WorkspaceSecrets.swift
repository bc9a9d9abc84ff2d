// Part of Martlet. Apache License 2.0; see LICENSE.

/// The secrets of a workspace at one moment.
package struct WorkspaceSecrets: Sendable, CustomStringConvertible {
    /// By their names.
    package internal(set) var values: [String: String]
    /// Another one after every change: what was computed with other secrets can be told by it.
    package internal(set) var revision: Int

    package init(values: [String: String] = [:], revision: Int = 0) {
        self.values = values
        self.revision = revision
    }

    package var description: String { "\(self.values.count) secrets" }
}
