// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet secret …`
struct SecretCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "List, set and delete what tb_secret stands for in templates.",
        subcommands: [SecretList.self, SecretSet.self, SecretRemove.self])
}

/// `martlet secret ls`
struct SecretList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the names of the workspace's secrets.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let secrets = try await self.connection.client().secrets().filter { try self.listing.includes($0.name) }
        let rows = secrets.map { [Listing.Field.text($0.name), .time($0.createdAt), .time($0.updatedAt)] }
        self.connection.write(
            Listing(title: "Secrets", key: "secrets", columns: ["name", "created_at", "updated_at"], rows: rows), self.listing)
    }
}

/// `martlet secret set NAME [VALUE]`
struct SecretSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a secret.",
        discussion: "A value on the command line is seen by other programs of the machine; one from standard input is not.")

    @Argument(help: "Its name.")
    var name: String

    @Argument(help: ArgumentHelp("Its value. (default: standard input)", valueName: "value"))
    var value: String?

    @Flag(help: "Take all lines of standard input, not the first alone.")
    var multiline = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let value = self.value ?? Terminal.secret(asking: "Enter value: ", allLines: self.multiline)
        guard !value.isEmpty else { throw CommandError("the value of \(self.name) is empty") }
        self.connection.say("» Setting secret '\(self.name)'...")
        try await self.connection.client().setSecret(self.name, to: value)
        self.connection.say("✓ Secret '\(self.name)' set")
    }
}

/// `martlet secret rm NAME`
struct SecretRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Delete a secret.")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        self.connection.say("» Deleting secret '\(self.name)'...")
        try await self.connection.client().deleteSecret(self.name)
        self.connection.say("✓ Secret '\(self.name)' deleted")
    }
}
