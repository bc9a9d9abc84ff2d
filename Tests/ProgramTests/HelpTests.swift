// Part of Martlet. Apache License 2.0; see LICENSE.

import ArgumentParser
import Foundation
import Testing

@testable import martlet

/// What `--help` prints, to the letter: one file for each command with those below it. `UPDATE=1` writes the files anew.
struct HelpTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Help")

    @Test func `the help of every command is what its file says`() throws {
        var files: Set<String> = []
        for command in [Martlet.self] + Martlet.configuration.subcommands {
            let name = command == Martlet.self ? "martlet" : command._commandName
            let text = Self.help(of: command, isRoot: command == Martlet.self)
            let file = Self.folder.appending(path: "\(name).txt")
            files.insert(file.lastPathComponent)
            if ProcessInfo.processInfo.environment["UPDATE"] == "1" { try text.write(to: file, atomically: true, encoding: .utf8) }
            #expect(try String(contentsOf: file, encoding: .utf8) == text, "run with UPDATE=1 and look at the difference")
        }
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) == files)
    }

    /// The help of a command, then of those below it.
    private static func help(of command: any ParsableCommand.Type, isRoot: Bool = false) -> String {
        let text = Martlet.helpMessage(for: command, columns: 100)
        let below = isRoot ? [] : command.configuration.subcommands.map { self.help(of: $0) }
        return ([text] + below).joined(separator: "\n" + String(repeating: "=", count: 100) + "\n")
    }

    private struct Tool: Decodable {
        let command: Command

        struct Command: Decodable {
            let commandName: String
            let abstract: String?
            let arguments: [Argument]?
            let subcommands: [Command]?

            /// The commands and options about which nothing is said; `help` is not ours.
            var silent: [String] {
                let own = (self.arguments ?? []).filter { ($0.abstract ?? "").isEmpty }.map { "\(self.commandName) \($0.valueName ?? "")" }
                return own + ((self.abstract ?? "").isEmpty ? [self.commandName] : [])
                    + (self.subcommands ?? []).filter { $0.commandName != "help" }.flatMap(\.silent)
            }
        }

        struct Argument: Decodable {
            let abstract: String?
            let valueName: String?
        }
    }

    @Test func `every command, option and argument says what it is for`() throws {
        let tool = try JSONDecoder().decode(Tool.self, from: Data(Martlet._dumpHelp().utf8))
        #expect(tool.command.silent.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `shells can complete commands`(name: String) throws {
        let shell = try #require(CompletionShell(rawValue: name))
        #expect(Martlet.completionScript(for: shell).contains("datasource"))
    }
}
