// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a build did.
package struct BuildReceipt: Sendable, Hashable, Decodable {
    /// What changed, by name.
    package let newDataSources, changedDataSources, deletedDataSources: [String]
    package let newPipes, changedPipes, deletedPipes: [String]
    package let newConnections, changedConnections, deletedConnections: [String]
    /// Findings that did not stop it.
    package let feedback: [DeploymentReceipt.Feedback]

    /// Whether the workspace served the project already.
    package var isEmpty: Bool {
        [
            self.newDataSources, self.changedDataSources, self.deletedDataSources, self.newPipes, self.changedPipes, self.deletedPipes,
            self.newConnections, self.changedConnections, self.deletedConnections,
        ].allSatisfy(\.isEmpty)
    }

    enum CodingKeys: String, CodingKey {
        case feedback
        case newDataSources = "new_datasource_names"
        case changedDataSources = "changed_datasource_names"
        case deletedDataSources = "deleted_datasource_names"
        case newPipes = "new_pipe_names"
        case changedPipes = "changed_pipe_names"
        case deletedPipes = "deleted_pipe_names"
        case newConnections = "new_data_connector_names"
        case changedConnections = "changed_data_connector_names"
        case deletedConnections = "deleted_data_connector_names"
    }
}
