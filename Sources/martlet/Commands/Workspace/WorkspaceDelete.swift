// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet workspace delete NAME`
struct WorkspaceDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a workspace and all that is in it.")

    @Argument(help: "The workspace's name or id.")
    var name: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.userClient()
        guard let workspace = try await client.workspaces().first(where: { $0.name == self.name || $0.id == self.name }) else {
            throw CommandError("Workspace \(self.name) not found. use '\(ProgramName.current) workspace ls' to list your workspaces")
        }
        try self.confirmation.require("Do you want to remove \(workspace.name) workspace? Its data can't be recovered.")
        try await client.deleteWorkspace(workspace.id)
        self.connection.say("** Workspace '\(workspace.name)' deleted")
    }
}

/// `martlet workspace clear`
struct WorkspaceClear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Delete all data sources, rows, pipes and connections of the workspace.")

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let name = try await client.workspace().name
        try self.confirmation.require("Do you want to remove all pipes and Data Sources from \(name)? Their data can't be recovered.")
        var options = DeploymentOptions()
        options.allowsDestruction = true
        let begun = try await client.deploy([], options: options)
        if begun.result != "no_changes" {
            let ended = try await client.follow(begun.deployment) { $0.isLive || $0.isOver && $0.status != "data_ready" }
            guard ended.isLive else { throw CommandError("the workspace could not be emptied: \(ended.errors.joined(separator: "; "))") }
        }
        self.connection.say("** Workspace '\(name)' is empty")
    }
}
