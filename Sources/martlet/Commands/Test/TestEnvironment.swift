// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient
internal import Workspaces

/// A workspace for one run of tests: it has the project and its fixtures, and is deleted however the run ends.
struct TestEnvironment {
    let project: ProjectFolder
    let connection: Connection
    /// What the queries of fixtures take for the present.
    let now: String?

    func run<Result: Sendable>(_ body: @escaping @Sendable (MartletClient) async throws -> Result) async throws -> Result {
        let style = TextStyle(of: .standardOutput)
        Terminal.output.write("\n" + style.bold("» Building test environment") + "\n")
        let server = try await DevelopmentServer(self.connection)
        let name = DevelopmentName.test()
        return try await withInterruption {
            let client = try await server.newClient(for: name)
            do {
                let outcome = try await ProjectBuild(project: self.project, client: client, now: self.now).run()
                for (fixture, receipt) in outcome.fixtures where receipt.quarantinedRows > 0 {
                    BuildReport(verb: "Build", of: self.project).show(fixture, receipt)
                }
            } catch let failure as ProjectBuild.Failure {
                BuildReport(verb: "Build", of: self.project).show(failure)
                throw ExitCode.failure
            }
            Terminal.output.write("✓ Done!\n")
            return try await body(client)
        } cleanUp: {
            // It may not have come into being. Where nobody can delete it any more, the server does after a while.
            try? await server.owner.deleteWorkspace(name)
        }
    }
}
