// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
package import Workspaces

extension DeploymentService {
    /// Deploys what is live with `files` put over it: each takes the place of its resource's file, or is a new one, and everything else
    /// stays. Returns when it is staged.
    package func begin(
        _ files: [ProjectFile], overLive workspace: WorkspaceID, options: Options = Options()
    ) async throws -> DeploymentRun {
        try await self.begin(workspace, options: options) { live in ProjectChange(files: live.files(with: files)) }
    }
}

extension LiveProject {
    /// The live files with others put over them. A resource is named by its file's name, wherever the file lies; its place stays.
    func files(with others: [ProjectFile]) -> [ProjectFile] {
        let live = self.files()
        let places = Dictionary(live.map { (Self.fileName($0.path), $0.path) }) { $1 }
        let replaced = Set(others.map { Self.fileName($0.path) })
        let placed = others.map { ProjectFile(path: places[Self.fileName($0.path)] ?? $0.path, text: $0.text) }
        return live.filter { !replaced.contains(Self.fileName($0.path)) } + placed
    }

    private static func fileName(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
}
