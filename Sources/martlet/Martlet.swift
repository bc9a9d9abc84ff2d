// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// The program: a server, its engine, and the commands that talk to a server.
@main
struct Martlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ProgramName.current,
        abstract: "Real-time analytics from a folder of datafiles: events in, parameterised endpoints out.",
        version: ProgramName.version(as: ProgramName.current),
        groupedSubcommands: [
            CommandGroup(name: "Server", subcommands: [Serve.self, Engine.self]),
            CommandGroup(
                name: "Project",
                subcommands: [
                    Check.self, Format.self, Build.self, Dev.self, TestCommands.self, BranchCommands.self, Deploy.self,
                    DeploymentCommands.self, Pull.self,
                ]),
            CommandGroup(
                name: "Data",
                subcommands: [
                    SQLCommand.self, DataSourceCommands.self, EndpointCommands.self, PipeCommands.self, CopyCommands.self,
                    MaterializationCommands.self, SinkCommands.self, JobCommands.self, QuarantineCommands.self, DemoCommands.self,
                    Logs.self,
                ]),
            CommandGroup(
                name: "Access",
                subcommands: [
                    Login.self, Logout.self, Info.self, Open.self, TokenCommands.self, SecretCommands.self, WorkspaceCommands.self,
                    ConnectionCommands.self,
                ]),
            CommandGroup(name: "Language", subcommands: [DatafileCommands.self, TemplateCommands.self]),
        ])

    static func main() async {
        let arguments = GlobalOptions.behindCommand(Array(CommandLine.arguments.dropFirst()))
        do {
            var command = try self.parseAsRoot(arguments)
            do {
                if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
            } catch {
                // Help is a command too, and ends by an error that is none.
                throw self.exitCode(for: error).isSuccess ? error : FailedCommand(error)
            }
        } catch {
            self.end(with: error)
        }
    }

    /// Ends the program as the commands that users know end: 0 for what was asked for, 1 for what failed, 2 for what is no command.
    private static func end(with error: any Error) -> Never {
        if let failure = error as? FailedCommand {
            Terminal.error.write(failure.text(style: TextStyle(of: .standardError)))
            self.exit(withError: failure.status)
        }
        let text = self.fullMessage(for: error)
        guard self.exitCode(for: error).isSuccess else {
            Terminal.error.write(text + "\n")
            self.exit(withError: ExitCode(2))
        }
        Terminal.output.write(text + "\n")
        self.exit()
    }
}
