// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient

/// `martlet info`
struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the server, the workspace and the project that commands are about.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let workspace = try await client.workspace()
        let token = self.connection.showTokens ? client.token : TokenList.hidden(client.token)
        let server = [
            ("user", workspace.userEmail), ("workspace_name", workspace.name), ("workspace_id", workspace.id), ("token", token),
            ("api", client.url), ("docs", "\(client.url)/docs"),
        ]
        let project = [
            ("current", FileManager.default.currentDirectoryPath), (".tinyb", try LoginFile.found()?.file.path ?? "No .tinyb found"),
            ("project", try ProjectFolder(configuredIn: ".").path),
        ]
        let blocks = [(title: "Server", key: "server", members: server), (title: "Project", key: "project", members: project)]
        guard self.connection.output == .human else {
            let objects = blocks.map { block in (block.key, JSONValue.object(Dictionary(block.members.map { ($0, .text($1)) }) { $1 })) }
            return Terminal.output.write(JSONValue.object(Dictionary(objects) { $1 }).indentedJSON + "\n")
        }
        let style = TextStyle(of: .standardOutput)
        let text = blocks.map { block in
            "» \(block.title):\n"
                + FramedTable(columns: block.members.map(\.0), rows: [block.members.map(\.1)])
                .rendered(width: Terminal.output.width, style: style)
        }
        Terminal.output.write(text.joined(separator: "\n"))
    }
}
