// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet token …`
struct TokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "List, make, renew and delete tokens.",
        subcommands: [TokenList.self, TokenShow.self, TokenScopes.self, TokenCreate.self, TokenRefresh.self, TokenRemove.self])
}

/// `martlet token ls`
struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the tokens of the workspace and what they may do.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let tokens = try await self.connection.client().tokens().filter { try self.listing.includes($0.name) }
        let rows = tokens.map { token in
            let text = self.connection.showTokens ? token.text : Self.hidden(token.text)
            return [Listing.Field.text(token.id), .text(token.name), .text(text), .text(token.scopes.map(\.text).joined(separator: ", "))]
        }
        self.connection.write(
            Listing(title: "Tokens", key: "tokens", columns: ["id", "name", "token", "scopes"], rows: rows), self.listing)
    }

    /// As much as tells tokens apart.
    static func hidden(_ text: String) -> String { text.count > 12 ? "\(text.prefix(4))…\(text.suffix(4))" : "…" }
}

/// `martlet token copy NAME`
struct TokenShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Print the secret text of a token.",
        discussion: "Meant for scripts: token=$(martlet token copy dashboard)", aliases: ["show"])

    @Argument(help: "The token's name or id.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        Terminal.output.write("\(try await self.connection.client().existingToken(self.name).text)\n")
    }
}

/// `martlet token scopes NAME`
struct TokenScopes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "scopes", abstract: "List what a token may do.")

    @Argument(help: "The token's name or id.")
    var name: String

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let token = try await self.connection.client().existingToken(self.name)
        let rows = token.scopes.map { [Listing.Field.text($0.type), .text($0.resource), .text($0.filter)] }
        Listing(title: "Token '\(self.name)' scopes", key: "scopes", columns: ["type", "resource", "filter"], rows: rows)
            .write(as: self.format ?? self.connection.output)
    }
}

/// `martlet token refresh NAME`
struct TokenRefresh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Give a token a new text; the old one opens nothing any more.")

    @Argument(help: "The token's name or id.")
    var name: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        try self.confirmation.require("Do you want to refresh Token \(self.name)?")
        _ = try await client.refreshToken(self.name)
        self.connection.say("** Token '\(self.name)' refreshed successfully")
    }
}

/// `martlet token rm NAME`
struct TokenRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Delete a token.")

    @Argument(help: "The token's name or id.")
    var name: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        try self.confirmation.require("Do you want to delete Token \(self.name)?")
        try await client.deleteToken(self.name)
        self.connection.say("** Token '\(self.name)' removed successfully")
    }
}

extension MartletClient {
    fileprivate func existingToken(_ key: String) async throws -> TokenSummary {
        do {
            return try await self.token(key)
        } catch let error as MartletClientError {
            guard error.status == 404 else { throw error }
            let names = try await self.tokens().map(\.name).joined(separator: ", ")
            throw CommandError("token \"\(key)\" does not exist; there are: \(names)")
        }
    }
}
