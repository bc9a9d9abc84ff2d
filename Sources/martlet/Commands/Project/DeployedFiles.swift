// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

/// What a deployment sends: a folder's datafiles, or some of them over what is live.
struct DeployedFiles {
    let files: [ProjectFile]
    /// Whether what is live beside these stays.
    let keepsOthers: Bool

    /// - Parameter paths: One folder, or datafiles; none for the folder the command runs in.
    init(at paths: [String]) throws {
        let folders = paths.filter { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
        }
        guard folders.isEmpty || paths.count == 1 else { throw CommandError("deploy one folder, or files, but not both") }
        self.keepsOthers = folders.isEmpty && !paths.isEmpty
        guard self.keepsOthers else {
            let folder = folders.first ?? "."
            self.files = try ProjectFolder(configuredIn: folder).files()
            guard !self.files.isEmpty else { throw CommandError("\(folder) holds no .datasource, .pipe or .connection files") }
            return
        }
        let named = try paths.map { path in
            guard Self.extensions.contains(where: { path.hasSuffix($0) }) else {
                throw CommandError("\(path) is no datafile: its name ends in none of \(Self.extensions.joined(separator: ", "))")
            }
            return ProjectFile(path: path, text: try ProjectFolder.text(at: path))
        }
        let needsIncludes = named.contains { $0.text.uppercased().contains("INCLUDE") }
        self.files = named + (needsIncludes ? try ProjectFolder(configuredIn: ".").files().filter { $0.path.hasSuffix(".incl") } : [])
    }

    private static let extensions = [".datasource", ".pipe", ".connection"]

    var upload: [DeploymentFile] { self.files.map { DeploymentFile(path: $0.path, text: $0.text) } }

    /// The file of a resource, by the extension of its kind.
    func path(of name: String, _ kind: String) -> String {
        self.files.map(\.path).first { $0 == "\(name).\(kind)" || $0.hasSuffix("/\(name).\(kind)") } ?? ""
    }

    /// What kinds of pipes there are, by their names.
    func pipeKinds() -> [String: String] {
        let pipes = Project.parse(self.files).project.pipes
        return Dictionary(pipes.map { ($0.name, $0.kind == .plain ? "pipe" : $0.kind.rawValue) }) { $1 }
    }
}
