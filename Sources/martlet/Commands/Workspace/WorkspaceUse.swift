// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet workspace use NAME`
struct WorkspaceUse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Let the commands of this folder speak to another workspace.",
        discussion: "The choice is kept in .tinyb, as a login is.")

    @Argument(help: "The workspace's name or id.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let workspaces = try await client.workspaces()
        guard let chosen = workspaces.first(where: { $0.name == self.name || $0.id == self.name }), !chosen.token.isEmpty else {
            throw CommandError("Workspace \(self.name) not found. use '\(ProgramName.current) workspace ls' to list your workspaces")
        }
        let choice = try self.connection.choice
        let login = try Login.keep(
            host: choice.url, token: chosen.token, userToken: choice.userToken,
            workspace: try await self.connection.client(choice.url, chosen.token).workspace())
        try login.save()
        self.connection.say("** Now using \(chosen.name) (\(chosen.id))")
    }
}
