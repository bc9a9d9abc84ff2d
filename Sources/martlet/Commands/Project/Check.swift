// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import Deployments
internal import MartletCore

/// `martlet check [DIR]`
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a folder of datafiles without a server.",
        discussion: """
            All mistakes of all files are reported at once: what a datafile says, whether its templates render, its SQL is one query, every \
            name resolves and nothing goes in circles. With --engine, an engine of its own builds the tables and views in a scratch folder \
            and analyses every published query: types, functions, columns of materialized targets.
            """)

    @Argument(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Flag(help: "Let a private engine judge tables, views and queries too.")
    var engine = false

    func run() async throws {
        let project = try ProjectFolder(configuredIn: self.folder)
        let files = try project.files()
        guard !files.isEmpty else { throw ValidationError("\(self.folder) holds no .datasource, .pipe or .connection files") }
        let findings = self.engine ? try await self.engineFindings(in: files) : self.findings(in: files, secrets: try project.secrets())

        let style = TextStyle(of: .standardError)
        for finding in findings {
            let line = finding.severity == .error ? style.red("\(finding)") : style.yellow("\(finding)")
            Terminal.error.write(line + "\n")
        }
        let mistakes = findings.count { $0.severity == .error }
        guard mistakes == 0 else {
            Terminal.error.write("\(mistakes) \(mistakes == 1 ? "mistake" : "mistakes") in \(files.count) files\n")
            throw ExitCode.failure
        }
        Terminal.output.write("\(files.count) \(files.count == 1 ? "file" : "files"), no mistakes\n")
    }

    private func findings(in files: [ProjectFile], secrets: [String: String]?) -> [Diagnostic] {
        let (project, findings) = Project.parse(files, secrets: secrets)
        return findings + ProjectCheck(project).run().diagnostics
    }

    private func engineFindings(in files: [ProjectFile]) async throws -> [Diagnostic] {
        try await withScratchWorkspace { deployments, workspace in
            var options = DeploymentService.Options()
            options.checksOnly = true
            return try await deployments.deploy(files, to: workspace, options: options).diagnostics
        }
    }
}
