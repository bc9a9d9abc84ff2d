// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// Builds a project, and builds it again whenever a file changes.
struct DevelopmentLoop {
    let build: ProjectBuild

    private static let pause = Duration.milliseconds(50)
    /// Of a large project a look takes long: at most this part of the time goes into looking.
    private static let idleShare = 9
    /// How long a change must have stood still, and how often that is waited for: some programs write without end.
    private static let stillness = Duration.milliseconds(10)
    private static let looksUntilStill = 20

    /// Goes on until a person interrupts it, which is how it ends.
    func run() async throws {
        do {
            try await withInterruption { try await self.watch() }
        } catch let code as ExitCode where code == .interrupted {}
    }

    private func watch() async throws {
        var stamps = FolderStamps(of: self.build.project.path)
        await self.run("Build", changes: nil)
        Terminal.output.write("» Watching for changes...\n")
        while true {
            let start = ContinuousClock.now
            var current = FolderStamps(of: self.build.project.path)
            let duration = ContinuousClock.now - start
            guard current != stamps else {
                try await Task.sleep(for: max(Self.pause, duration * Self.idleShare))
                continue
            }
            // A file that is being written is not built half.
            for _ in 0..<Self.looksUntilStill {
                try await Task.sleep(for: Self.stillness)
                let next = FolderStamps(of: self.build.project.path)
                if next == current { break }
                current = next
            }
            let changes = current.changes(since: stamps)
            stamps = current
            Terminal.output.write("» \(changes.joined(separator: ", "))\n")
            await self.run("Rebuild", changes: changes)
        }
    }

    /// Whatever fails is shown, and mended by the next change. A mistake in a datafile does not keep fixtures from being loaded.
    private func run(_ verb: String, changes: [String]?) async {
        let report = BuildReport(verb: verb, of: self.build.project)
        let start = ContinuousClock.now
        let dataSources = (try? self.build.dataSources()) ?? []
        let fixtures = (changes ?? []).compactMap { Fixture(file: $0, in: self.build.project, among: dataSources) }
        if fixtures.count != changes?.count {
            await self.attempt(report) { report.show(try await self.build.run(), after: ContinuousClock.now - start) }
        }
        guard !fixtures.isEmpty else { return }
        await self.attempt(report) {
            for fixture in fixtures { report.show(fixture, try await self.build.reload(fixture)) }
            report.finish(after: ContinuousClock.now - start)
        }
    }

    private func attempt(_ report: BuildReport, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch let failure as ProjectBuild.Failure {
            report.show(failure)
        } catch {
            Terminal.error.write("\(TextStyle(of: .standardError).red("error:")) \(error)\n")
            report.showFailure()
        }
    }
}
