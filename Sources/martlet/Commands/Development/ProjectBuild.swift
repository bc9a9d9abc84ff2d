// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

/// Tries a project in a workspace: its datafiles, its secrets, its fixtures.
struct ProjectBuild {
    let project: ProjectFolder
    let client: MartletClient
    /// What the queries of fixtures take for the present.
    var now: String?

    /// What came of a build that did not fail.
    struct Outcome {
        let receipt: BuildReceipt
        let fixtures: [(fixture: Fixture, receipt: AppendReceipt)]
    }

    /// Why a build failed, with the files in which the mistakes are.
    struct Failure: Error {
        let error: MartletClientError
        let files: [DeploymentFile]
    }

    /// Makes the workspace serve the project, and fills data sources that are empty and have fixtures.
    func run() async throws -> Outcome {
        let files = try self.files()
        guard !files.isEmpty else {
            throw ValidationError("\(self.project.path) holds no .datasource, .pipe or .connection files")
        }
        for (name, value) in (try self.project.secrets() ?? [:]).sorted(by: { $0.key < $1.key }) {
            try await self.client.setSecret(name, to: value)
        }
        let receipt: BuildReceipt
        do {
            receipt = try await self.client.build(files)
        } catch let error as MartletClientError {
            throw Failure(error: error, files: files)
        }
        return Outcome(receipt: receipt, fixtures: try await self.loadFixtures())
    }

    /// The names of the project's data sources.
    func dataSources() throws -> Set<String> {
        Set(try self.project.paths().filter { $0.hasSuffix(".datasource") }.map(\.resourceName))
    }

    /// Loads a fixture in the place of what its data source holds.
    func reload(_ fixture: Fixture) async throws -> AppendReceipt {
        try await self.client.truncate(fixture.dataSource)
        return try await fixture.load(into: self.client, now: self.now)
    }

    private func loadFixtures() async throws -> [(fixture: Fixture, receipt: AppendReceipt)] {
        let fixtures = try self.dataSources().sorted().compactMap { Fixture(of: $0, in: self.project) }
        guard !fixtures.isEmpty else { return [] }
        var loaded: [(fixture: Fixture, receipt: AppendReceipt)] = []
        for fixture in fixtures {
            // Looked at one by one: a view may have filled it a moment ago.
            let isEmpty = try await self.client.dataSources().contains { $0.name == fixture.dataSource && $0.statistics.rowCount == 0 }
            if isEmpty { loaded.append((fixture, try await fixture.load(into: self.client, now: self.now))) }
        }
        return loaded
    }

    private func files() throws -> [DeploymentFile] {
        try self.project.files().map { DeploymentFile(path: $0.path, text: $0.text) }
    }
}

extension String {
    /// The resource that a datafile of this path describes.
    var resourceName: String {
        let name = self.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }
}
