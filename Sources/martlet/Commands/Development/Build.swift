// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet build [DIR]`
struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try a project in a workspace of its own.",
        discussion: """
            Builds the folder's datafiles and loads its fixtures into data sources that are empty. The workspace belongs to the folder, \
            unless --workspace or --token says another; it keeps rows whatever a TTL says, and gives them up where a data source's new shape \
            cannot hold them.
            """)

    @Argument(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Flag(help: "Go on and build what changes, until interrupted.")
    var watch = false

    @Option(help: ArgumentHelp("What the queries of fixtures take for the present, in UTC.", valueName: "moment"))
    var now: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let project = try ProjectFolder(configuredIn: self.folder)
        let build = ProjectBuild(project: project, client: try await self.connection.developmentClient(for: project), now: self.now)
        if self.watch { return try await DevelopmentLoop(build: build).run() }
        let report = BuildReport(verb: "Build", of: project)
        let start = ContinuousClock.now
        do {
            report.show(try await build.run(), after: ContinuousClock.now - start)
        } catch let failure as ProjectBuild.Failure {
            report.show(failure)
            throw ExitCode.failure
        }
    }
}

/// `martlet dev [DIR]`
struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build a project and go on building what changes.",
        discussion: """
            Mistakes are shown in their lines; until they are mended the workspace serves what it served before. A fixture that changes is \
            loaded in the place of its data source's rows. Interrupt it to end it; the workspace stays.
            """)

    @Argument(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Option(help: ArgumentHelp("What the queries of fixtures take for the present, in UTC.", valueName: "moment"))
    var now: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let project = try ProjectFolder(configuredIn: self.folder)
        let client = try await self.connection.developmentClient(for: project)
        try await DevelopmentLoop(build: ProjectBuild(project: project, client: client, now: self.now)).run()
    }
}
