// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a build did.
package struct BuildReceipt: Sendable, Hashable, Decodable {
    /// The resources that are not as they were.
    package let changes: ResourceChanges
    /// Findings that did not stop it.
    package let feedback: [DeploymentReceipt.Feedback]

    /// Reads what the server says of it.
    package init(from decoder: any Decoder) throws {
        self.changes = try ResourceChanges(from: decoder)
        self.feedback = try decoder.container(keyedBy: Key.self).decode([DeploymentReceipt.Feedback].self, forKey: .feedback)
    }

    private enum Key: String, CodingKey { case feedback }
}
