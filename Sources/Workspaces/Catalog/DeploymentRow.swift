// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import GRDB

/// A row of the catalog's table `deployment`.
struct DeploymentRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "deployment"

    var workspaceID: String
    var number: Int
    var record: String
    var resources: String?

    init(_ deployment: Deployment, of workspace: WorkspaceID, resources: String?) throws {
        self.workspaceID = workspace.text
        self.number = deployment.number
        self.record = String(decoding: try JSONEncoder().encode(deployment), as: UTF8.self)
        self.resources = resources
    }

    var deployment: Deployment {
        get throws { try JSONDecoder().decode(Deployment.self, from: Data(self.record.utf8)) }
    }

    static func resources(of deployment: Int, in workspace: WorkspaceID, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT resources FROM deployment WHERE workspaceID = ? AND number = ?", arguments: [workspace.text, deployment])
    }
}
