// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet workspace members …`
struct WorkspaceMembers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members", abstract: "List, add and remove the people of a workspace, and say what they may do.",
        subcommands: [MemberList.self, MemberAdd.self, MemberRemove.self, MemberRole.self])
}

/// `martlet workspace members ls`
struct MemberList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the people of the workspace.")

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let current = try await client.workspace().id
        let members = try await client.workspaces().first { $0.id == current }?.members ?? []
        let rows = members.map { [Listing.Field.text($0.email), .text($0.role)] }
        Listing(title: "Users", key: "users", columns: ["email", "role"], rows: rows).write(as: self.format ?? self.connection.output)
    }
}

/// `martlet workspace members add EMAIL…`
struct MemberAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add people to the workspace.")

    @Argument(help: ArgumentHelp("Their addresses.", valueName: "email"))
    var emails: [String]

    @Option(help: "What they may do.")
    var role: MemberRole.Role = .guest

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let name = try await self.connection.changeMembers("add", self.emails, role: self.role)
        self.connection.say("** Users added to workspace '\(name)'")
    }
}

/// `martlet workspace members rm EMAIL…`
struct MemberRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove people from the workspace.")

    @Argument(help: ArgumentHelp("Their addresses.", valueName: "email"))
    var emails: [String]

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        try self.confirmation.require("Do you want to remove \(self.emails.joined(separator: ", ")) from the workspace?")
        let name = try await self.connection.changeMembers("remove", self.emails, role: nil)
        self.connection.say("** Users removed from workspace '\(name)'")
    }
}

/// `martlet workspace members set-role ROLE EMAIL…`
struct MemberRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set-role", abstract: "Say what people of the workspace may do.")

    enum Role: String, ExpressibleByArgument, CaseIterable {
        case admin, guest, viewer
    }

    @Argument(help: "What they may do.")
    var role: Role

    @Argument(help: ArgumentHelp("Their addresses.", valueName: "email"))
    var emails: [String]

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let name = try await self.connection.changeMembers("change_role", self.emails, role: self.role)
        self.connection.say("** Users' role set to \(self.role.rawValue) in '\(name)'")
    }
}

extension Connection {
    /// Changes who is in the workspace, and returns the workspace's name.
    fileprivate func changeMembers(_ operation: String, _ emails: [String], role: MemberRole.Role?) async throws -> String {
        let workspace = try await self.client().workspace()
        try await self.userClient().changeMembers(operation, emails, role: role?.rawValue, of: workspace.id)
        return workspace.name
    }
}
