// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet deployment ls`
struct DeploymentList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the deployments of the workspace, newest first.")

    @Flag(help: "List also those that are gone.")
    var includeDeleted = false

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let deployments = try await self.connection.client().deployments(includingDeleted: self.includeDeleted)
        // Number 0 is the emptiness that a workspace begins with.
        let rows = deployments.reversed().filter { $0.id != "0" }.map { deployment in
            [Listing.Field.text(deployment.id), .text(deployment.statusText), .time(deployment.createdAt)]
        }
        Listing(title: "Deployments", key: "deployments", columns: ["ID", "Status", "Created at"], rows: rows)
            .write(as: self.format ?? self.connection.output)
    }
}

extension DeploymentReceipt.Deployment {
    /// How far it is, in words.
    fileprivate var statusText: String {
        if self.isLive { return "Live" }
        return switch self.status {
        case "calculating": "Creating - Calculating steps"
        case "creating_schema": "Creating - Creating schemas"
        case "schema_ready": "Creating - Migrating data"
        case "data_ready": "Staging"
        case "deleting": "Deleting"
        case "deleted": "Deleted"
        case "failed": "Failed"
        default: "In progress"
        }
    }
}
