// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import Datafiles
internal import MartletCore
package import Workspaces

extension DeploymentService {
    /// The datafiles of a pipe one of whose nodes is materialized by these directives, and of what it fills; changes nothing.
    ///
    /// A target that exists is as it is, unless what the directives say is to take its place. Where neither it nor the directives say what
    /// the table is like, the columns do.
    package func materializing(
        _ node: String, of pipe: Pipe, by settings: [String: String], override isOverriding: Bool, in workspace: WorkspaceID
    ) async throws -> (pipe: ProjectFile, target: ProjectFile) {
        let live = try self.live(workspace)
        let name = settings["DATASOURCE"] ?? ""
        let make = { (settings: [String: String]) -> ProjectFile in
            try Self.file(at: pipe.definition.file, pipe.definition.text) { try $0.setKind(of: node, to: .materialized, settings) }
        }
        let old = try? live.dataSource(name)
        if let target = old, !isOverriding {
            let file = try make(settings)
            try await self.check(file, in: workspace)
            return (file, target.file)
        }
        var settings = settings
        let isGuessed = settings["ENGINE"] == nil
        if isGuessed { settings["ENGINE"] = "MergeTree" }
        var target = try await self.described(name, by: try make(settings), in: live)
        if isGuessed, let guess = Self.guessedEngine(for: target) {
            settings.merge(guess) { $1 }
            target = try await self.described(name, by: try make(settings), in: live)
        }
        // Beside one that is to go, the new target could not be built.
        if old == nil { try await self.check(try make(settings), in: workspace) }
        // The target has a file of its own now.
        return (try make(["DATASOURCE": name]), target)
    }

    /// The file of the target that a pipe describes.
    private func described(_ name: String, by pipe: ProjectFile, in live: LiveProject) async throws -> ProjectFile {
        let read = CheckedProject(live.files { $0 == pipe.resourceName || $0 == name } + [pipe])
        guard !read.findings.hasErrors else { throw RefusedChange(read.findings, of: pipe.path) }
        let files: [ProjectFile]
        do {
            files = try await ImplicitTargets(read.project).datafiles(askedOf: self.engine)
        } catch let failure as BuildFailure {
            throw RefusedChange([failure.diagnostic], of: pipe.path)
        }
        guard let file = files.first(where: { $0.resourceName == name }) else {
            throw RequestError(.invalidRequest, "the columns of \"\(name)\" cannot be told")
        }
        return file
    }

    /// Whether a pipe could be deployed so.
    private func check(_ pipe: ProjectFile, in workspace: WorkspaceID) async throws {
        var options = Options()
        options.checksOnly = true
        options.keepsTargets = true
        try await self.changeResource(at: pipe.path, in: workspace, options: options) { live in
            ProjectChange(files: live.files { $0 == pipe.resourceName } + [pipe])
        }
    }

    /// What suits the columns: states are merged by all others, and rows are sorted by what has a value in each.
    private static func guessedEngine(for target: ProjectFile) -> [String: String]? {
        guard let definition = Project.parse(only: target, includes: [], secrets: nil).project.dataSources.first else { return nil }
        let keys = definition.columns.filter { !$0.type.isAggregateFunction && !$0.type.isNullable }.map(\.name)
        guard !keys.isEmpty else { return nil }
        let mergesStates = definition.columns.contains { $0.type.isAggregateFunction }
        return [
            "ENGINE": mergesStates ? "AggregatingMergeTree" : "MergeTree",
            "ENGINE_SORTING_KEY": mergesStates ? keys.joined(separator: ", ") : keys[0],
        ]
    }
}
