// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials

/// A project as it lies on disk (datafiles contract, section 1).
struct ProjectFolder {
    let path: String

    init(path: String) { self.path = path }

    /// The project of a folder: where its configuration file says, else the folder itself.
    init(configuredIn folder: String) throws {
        let names = ProjectConfiguration.fileNames.map { "\(folder)/\($0)" }
        guard let file = names.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            self.init(path: folder)
            return
        }
        let configuration = try ProjectConfiguration(ProjectFile(path: file, text: try Self.text(at: file)))
        self.init(path: configuration.projectFolder ?? folder)
    }

    /// The secrets in the folder's `.env` and `.env.local`; nil if there are no such files.
    func secrets() throws -> [String: String]? {
        let paths = Dotenv.fileNames.map { "\(self.path)/\($0)" }.filter { FileManager.default.fileExists(atPath: $0) }
        guard !paths.isEmpty else { return nil }
        return Dotenv.secrets(of: try paths.map { Dotenv(ProjectFile(path: $0, text: try Self.text(at: $0))) })
    }

    /// The folders that are looked into: the project's own and two levels below.
    private static let depth = 3
    private static let extensions = [".datasource", ".pipe", ".connection", ".incl"]

    /// The datafiles and what they include, by path. Hidden folders and `vendor` are left out.
    func files() throws -> [ProjectFile] {
        try self.paths().map { path in
            ProjectFile(path: path, text: try Self.text(at: URL(filePath: self.path).appending(path: path).path))
        }
    }

    /// The paths of these files, relative to the folder.
    func paths() throws -> [String] {
        var paths: [String] = []
        try self.collect(below: "", depth: Self.depth, into: &paths)
        return paths.sorted()
    }

    /// The text of a file that should be UTF-8.
    static func text(at path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw ProjectFolderError.unreadable(path) }
        guard let text = String(validating: data, as: UTF8.self) else { throw ProjectFolderError.notText(path) }
        return text
    }

    private func collect(below folder: String, depth: Int, into paths: inout [String]) throws {
        guard depth > 0 else { return }
        let url = URL(filePath: self.path).appending(path: folder)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
            throw ProjectFolderError.unreadable(url.path)
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder = false
            let exists = FileManager.default.fileExists(atPath: url.appending(path: name).path, isDirectory: &isFolder)
            if exists, isFolder, name != "vendor" {
                try self.collect(below: path, depth: depth - 1, into: &paths)
            } else if exists, Self.extensions.contains(where: { name.hasSuffix($0) }) {
                paths.append(path)
            }
        }
    }
}

enum ProjectFolderError: Error, CustomStringConvertible {
    case unreadable(String)
    case notText(String)

    var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read"
        case .notText(let path): "\(path) is not UTF-8 text"
        }
    }
}
