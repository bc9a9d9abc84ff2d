// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet test run|create|update`
struct TestCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Test what a project's pipes answer.",
        discussion: """
            The project and its fixtures are built in a workspace that exists only for the run and keeps rows whatever a TTL says. The clock \
            can be held, so that answers which depend on it stay what they are: by `now:` in a test or a test file, or by --now for all.
            """,
        subcommands: [TestRun.self, TestCreate.self, TestUpdate.self])
}

/// What the commands about tests share.
struct TestOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Option(help: ArgumentHelp("What all queries take for the present, in UTC: 2026-01-05 10:00:00.", valueName: "moment"))
    var now: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func project() throws -> ProjectFolder { try ProjectFolder(configuredIn: self.folder) }

    /// The environment of a run of these files. Fixtures see the clock of the files, if all of them have the same.
    func environment(of project: ProjectFolder, for files: [TestFile]) -> TestEnvironment {
        let clocks = Set(files.map(\.now))
        return TestEnvironment(
            project: project, connection: self.connection, now: self.now ?? (clocks.count == 1 ? clocks.first ?? nil : nil))
    }
}
