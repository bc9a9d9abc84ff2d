// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet token …`
struct TokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "List tokens and show one.", subcommands: [TokenList.self, TokenShow.self])
}

/// `martlet token ls`
struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the tokens of the workspace and what they may do.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let tokens = try await self.connection.client().tokens()
        let rows = tokens.map { [$0.name, $0.scopes.map(\.text).joined(separator: ", ")] }
        Terminal.output.write(Table(columns: [.text("name"), .text("scopes")], rows: rows).rendered(style: TextStyle(of: .standardOutput)))
    }
}

/// `martlet token show NAME`
struct TokenShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the secret text of a token.",
        discussion: "Meant for scripts: token=$(martlet token show dashboard)")

    @Argument(help: "The token's name.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let tokens = try await self.connection.client().tokens()
        guard let token = tokens.first(where: { $0.name == self.name }) else {
            throw ValidationError("token \"\(self.name)\" does not exist; there are: \(tokens.map(\.name).joined(separator: ", "))")
        }
        Terminal.output.write("\(token.text)\n")
    }
}
