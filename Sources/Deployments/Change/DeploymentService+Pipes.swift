// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
internal import MartletCore
package import Workspaces

/// Changes of one pipe, each a deployment of the live project with this one file edited.
///
/// What a materialized node fills keeps its rows, and is not filled from what was there before: whoever changes a pipe by itself populates
/// it when he wants it.
extension DeploymentService {
    /// Makes a pipe; with `replaces` it may take the place of the one that has its name. `edit` gets the file of that one, or an empty one.
    ///
    /// With `override`, what the pipe describes as its target takes the place of the one there is, and is filled anew.
    package func createPipe(
        _ name: String, in workspace: WorkspaceID, replaces: Bool, override isOverriding: Bool = false,
        _ edit: @Sendable (inout PipeEdit) throws -> Void
    ) async throws -> Pipe {
        let path = "pipes/\(name).pipe"
        try await self.changeResource(at: path, in: workspace, options: Self.options(override: isOverriding)) { live in
            let old = live.pipe(named: name)
            if old == nil || !replaces { try live.require(freeName: name, for: "pipe") }
            let file = try Self.file(at: old?.definition.file ?? path, old?.definition.text ?? "", edit)
            let described = isOverriding ? Self.describedTarget(of: file) : nil
            return ProjectChange(files: live.files { $0 == name || $0 == described } + [file])
        }
        return try self.live(workspace).pipe(name)
    }

    /// Gives a pipe other nodes, or another description.
    package func change(
        _ pipe: Pipe, in workspace: WorkspaceID, _ edit: @Sendable (inout PipeEdit) throws -> Void
    ) async throws -> Pipe {
        try await self.changeResource(at: pipe.definition.file, in: workspace, options: Self.options()) { live in
            let old = try live.pipe(pipe.id.text)
            return ProjectChange(files: live.files { $0 == old.name } + [try Self.file(at: old.definition.file, old.definition.text, edit)])
        }
        return try self.live(workspace).pipe(pipe.id.text)
    }

    /// Gives a pipe another name.
    package func rename(_ pipe: Pipe, to name: String, in workspace: WorkspaceID) async throws -> Pipe {
        let path = "pipes/\(name).pipe"
        try await self.changeResource(at: path, in: workspace, options: Self.options()) { live in
            let old = try live.pipe(pipe.id.text)
            try live.require(freeName: name, for: "pipe")
            try Self.require(old, isReadByNobodyIn: live, toBe: "renamed")
            return ProjectChange(
                files: live.files { $0 == old.name } + [ProjectFile(path: path, text: old.definition.text)], renamed: [name: old.name])
        }
        return try self.live(workspace).pipe(pipe.id.text)
    }

    /// Deletes a pipe; what it has filled stays.
    package func delete(_ pipe: Pipe, from workspace: WorkspaceID) async throws {
        try await self.changeResource(at: pipe.definition.file, in: workspace, options: Self.options()) { live in
            let old = try live.pipe(pipe.id.text)
            try Self.require(old, isReadByNobodyIn: live, toBe: "deleted")
            return ProjectChange(files: live.files { $0 == old.name })
        }
    }

    private static func options(override isOverriding: Bool = false) -> Options {
        var options = Options()
        options.keepsTargets = !isOverriding
        // The rows of what is overridden go.
        options.allowsDestruction = isOverriding
        return options
    }

    private static func require(_ pipe: Pipe, isReadByNobodyIn live: LiveProject, toBe change: String) throws {
        let readers = live.readers(of: pipe)
        guard !readers.isEmpty else { return }
        let names = readers.joined(separator: ", ")
        throw RequestError(.conflict, "pipe \"\(pipe.name)\" cannot be \(change) while other pipes read it: \(names)")
    }

    static func file(at path: String, _ text: String, _ edit: (inout PipeEdit) throws -> Void) throws -> ProjectFile {
        do {
            var pipe = PipeEdit(text)
            try edit(&pipe)
            return try pipe.file(at: path)
        } catch let error as InvalidFile {
            throw RefusedChange(error.diagnostics, of: path)
        }
    }

    /// The data source that a pipe's node describes itself.
    private static func describedTarget(of file: ProjectFile) -> String? {
        let node = Project.parse(only: file, includes: [], secrets: nil).project.pipes.first?.resultNode
        return node.flatMap { $0.engineSettings.isEmpty ? nil : $0.targetDataSource }
    }
}
