// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials

/// A single datafile on disk, with the files it may include.
struct DatafileText {
    let file: ProjectFile
    let includes: [ProjectFile]

    /// Reads the file; those it may include are looked for beside it and beside its folder.
    init(path: String) throws {
        let text = try ProjectFolder.text(at: path)
        guard text.uppercased().contains("INCLUDE") else {
            self.file = ProjectFile(path: path, text: text)
            self.includes = []
            return
        }
        // Paths of included files lead out of the file's folder, so both need a common root.
        let root = URL(filePath: path).absoluteURL.standardized.deletingLastPathComponent().deletingLastPathComponent()
        let folder = URL(filePath: path).absoluteURL.standardized.deletingLastPathComponent().lastPathComponent
        self.file = ProjectFile(path: "\(folder)/\(URL(filePath: path).lastPathComponent)", text: text)
        self.includes = try ProjectFolder(path: root.path).files().filter { $0.path.hasSuffix(".incl") }
    }
}
