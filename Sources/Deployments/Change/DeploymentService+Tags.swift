// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore
package import Workspaces

extension DeploymentService {
    /// Gives a tag to these data sources and pipes, and takes it from all others.
    package func setTag(_ tag: String, on resources: Set<ResourceID>, in workspace: WorkspaceID) async throws {
        try await self.changeResource(at: "tags", in: workspace) { live in
            ProjectChange(files: try live.files(tagging: resources, with: tag))
        }
    }
}

extension LiveProject {
    /// The files of all resources, of which exactly these have the tag.
    fileprivate func files(tagging resources: Set<ResourceID>, with tag: String) throws -> [ProjectFile] {
        var changed: [String: ProjectFile] = [:]
        let tagged = self.dataSources.map { ($0.id, $0.file, $0.definition.tags) } + self.pipes.map { ($0.id, $0.file, $0.definition.tags) }
        for (id, file, tags) in tagged where tags.contains(tag) != resources.contains(id) {
            do {
                let rest = tags.filter { $0 != tag }
                changed[file.path] = try TagLines.set(resources.contains(id) ? (rest + [tag]).sorted() : rest, in: file)
            } catch {
                throw RefusedChange(error.diagnostics, of: file.path)
            }
        }
        return self.files().map { changed[$0.path] ?? $0 }
    }
}
