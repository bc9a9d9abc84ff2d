// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet workspace …`
struct WorkspaceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "List, make, choose and delete workspaces.",
        subcommands: [
            WorkspaceList.self, WorkspaceCurrent.self, WorkspaceCreate.self, WorkspaceUse.self, WorkspaceDelete.self, WorkspaceClear.self,
            WorkspaceMembers.self,
        ])
}

/// `martlet workspace ls`
struct WorkspaceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the workspaces that the token may see.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let current = try await client.workspace().id
        let workspaces = try await client.workspaces().filter { try $0.isBranch != true && self.listing.includes($0.name) }
        self.connection.write(Listing(workspaces: workspaces, current: current, title: "Workspaces"), self.listing)
    }
}

/// `martlet workspace current`
struct WorkspaceCurrent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "current", abstract: "Print the workspace that commands speak to.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let current = try await client.workspace()
        let workspaces = try await client.workspaces().filter { $0.id == current.id }
        Listing(workspaces: workspaces, current: current.id, title: "Current workspace").write(as: self.connection.output)
    }
}

extension Listing {
    fileprivate init(workspaces: [WorkspaceSummary], current: String, title: String) {
        let rows = workspaces.map { workspace in
            [
                Field.text(workspace.name), .text(workspace.id), .text(workspace.role), .text(workspace.plan),
                .value(.boolean(workspace.id == current)),
            ]
        }
        self.init(title: title, key: "workspaces", columns: ["name", "id", "role", "plan", "current"], rows: rows)
    }
}

/// `martlet workspace create NAME`
struct WorkspaceCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a workspace.")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let made = try await self.connection.userClient().createWorkspace(named: self.name)
        self.connection.say("** Workspace '\(made.name)' has been created")
    }
}
