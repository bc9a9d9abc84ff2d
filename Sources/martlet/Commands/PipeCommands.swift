// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet pipe …`
struct PipeCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pipe", abstract: "List pipes.", subcommands: [PipeList.self])
}

/// `martlet pipe ls`
struct PipeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the pipes of the workspace.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let pipes = try await self.connection.client().pipes()
        let rows = pipes.map { pipe in
            [pipe.name, pipe.type, String(pipe.nodes.count), String(pipe.updatedAt.prefix(19)), pipe.type == "endpoint" ? pipe.url : ""]
        }
        Terminal.output.write(
            Table(columns: [.text("name"), .text("type"), .number("nodes"), .text("updated at"), .text("url")], rows: rows)
                .rendered(style: TextStyle(of: .standardOutput)))
    }
}
