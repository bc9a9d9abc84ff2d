// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a build or a deployment changes, by the names of the resources.
package struct ResourceChanges: Sendable, Hashable, Decodable {
    package let newDataSources, changedDataSources, deletedDataSources: [String]
    package let newPipes, changedPipes, deletedPipes: [String]
    package let newConnections, changedConnections, deletedConnections: [String]

    /// Whether the workspace served the project already.
    package var isEmpty: Bool {
        [
            self.newDataSources, self.changedDataSources, self.deletedDataSources, self.newPipes, self.changedPipes, self.deletedPipes,
            self.newConnections, self.changedConnections, self.deletedConnections,
        ].allSatisfy(\.isEmpty)
    }

    /// Reads the lists out of what the server says besides. What it leaves out is nothing.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let names = { (key: Key) in try container.decodeIfPresent([String].self, forKey: key) ?? [] }
        self.newDataSources = try names(.newDataSources)
        self.changedDataSources = try names(.changedDataSources)
        self.deletedDataSources = try names(.deletedDataSources)
        self.newPipes = try names(.newPipes)
        self.changedPipes = try names(.changedPipes)
        self.deletedPipes = try names(.deletedPipes)
        self.newConnections = try names(.newConnections)
        self.changedConnections = try names(.changedConnections)
        self.deletedConnections = try names(.deletedConnections)
    }

    private enum Key: String, CodingKey {
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
