// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import FoundationEssentials

/// `martlet fmt [PATH…]`
struct Format: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Write datafiles in their canonical form.",
        discussion: """
            Directives take one order and spelling, comments stay with what they precede, queries keep their words. A formatted file declares \
            what it declared before. A file with a mistake is left as it is and fails the command.
            """)

    @Argument(help: ArgumentHelp("Files, or folders of datafiles.", valueName: "path"))
    var paths = ["."]

    @Flag(help: "Change nothing; name the files that are not in their canonical form, and fail if there are any.")
    var check = false

    @Flag(help: "Change nothing; print the files in their canonical form.")
    var dryRun = false

    @Flag(help: "Change nothing; print the lines that would change, and fail if there are any.")
    var diff = false

    func validate() throws {
        guard [self.check, self.dryRun, self.diff].count(where: { $0 }) < 2 else {
            throw ValidationError("--check, --dry-run and --diff exclude each other")
        }
    }

    func run() async throws {
        let style = TextStyle(of: .standardError)
        var hasFailed = false
        for path in try self.paths.flatMap(Self.files) {
            let file = ProjectFile(path: path, text: try ProjectFolder.text(at: path))
            do {
                let formatted = try DatafileFormatter.format(file)
                if self.dryRun { Terminal.output.write(formatted) }
                guard !self.dryRun, formatted != file.text else { continue }
                if self.check || self.diff {
                    hasFailed = true
                } else {
                    try Data(formatted.utf8).write(to: URL(filePath: path), options: .atomic)
                }
                Terminal.output.write("\(path)\n")
                if self.diff { Terminal.output.write(LineDifference(from: file.text, to: formatted).text) }
            } catch let error as InvalidFile {
                hasFailed = true
                for finding in error.diagnostics { Terminal.error.write(style.red("\(finding)") + "\n") }
            }
        }
        if hasFailed { throw ExitCode.failure }
    }

    /// The datafiles below a folder, or the file itself.
    private static func files(at path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else { return [path] }
        let project = try ProjectFolder(configuredIn: path)
        return try project.paths().map { project.path == "." ? $0 : "\(project.path)/\($0)" }
    }
}
