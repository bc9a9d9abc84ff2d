// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

/// `martlet deploy [DIR]`
struct Deploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a folder of datafiles what the workspace serves.",
        discussion: "All mistakes of all files are reported at once, and nothing changes unless there are none.")

    @Argument(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Flag(help: "Check and plan only; change nothing.")
    var check = false

    @Flag(help: "Let data sources that are missing from the folder be deleted with their rows.")
    var allowDestructiveOperations = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let files = try ProjectFolder(configuredIn: self.folder).files().map { DeploymentFile(path: $0.path, text: $0.text) }
        guard !files.isEmpty else { throw ValidationError("\(self.folder) holds no .datasource, .pipe or .connection files") }
        let client = try await self.connection.client(createsWorkspace: true)
        do {
            self.report(try await client.deploy(files, checksOnly: self.check, allowsDestruction: self.allowDestructiveOperations))
        } catch let error as MartletClientError where !error.findings.isEmpty {
            let style = TextStyle(of: .standardError)
            for finding in error.findings { Terminal.error.write(style.red(finding) + "\n") }
            Terminal.error.write("\(error.findings.count) \(error.findings.count == 1 ? "mistake" : "mistakes"), nothing was deployed\n")
            throw ExitCode.failure
        }
    }

    private func report(_ receipt: DeploymentReceipt) {
        let style = TextStyle(of: .standardOutput)
        for warning in receipt.deployment.feedback where warning.level == "WARNING" {
            Terminal.error.write(style.yellow(warning.message) + "\n")
        }
        guard receipt.result != "no_changes" else {
            Terminal.output.write("no changes: the workspace serves this project already\n")
            return
        }
        let changes = receipt.deployment
        let groups: [(String, (String) -> String, [String])] = [
            ("+ data source", style.green, changes.newDataSources), ("~ data source", style.yellow, changes.changedDataSources),
            ("- data source", style.red, changes.deletedDataSources), ("+ pipe", style.green, changes.newPipes),
            ("~ pipe", style.yellow, changes.changedPipes), ("- pipe", style.red, changes.deletedPipes),
        ]
        for (label, paint, names) in groups {
            for name in names { Terminal.output.write("\(paint(label)) \(name)\n") }
        }
        Terminal.output.write(self.check ? "the project is sound, nothing was changed\n" : "deployment \(changes.id) is live\n")
    }
}
