// Part of Martlet. Apache License 2.0; see LICENSE.

/// One datafile as it came from the client.
package struct ProjectFile: Sendable, Hashable {
    /// Relative to the project, with `/` between folders.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The kind its extension gives; nil for other files.
    package var kind: DatafileKind? {
        guard let dot = self.fileName.lastIndex(of: ".") else { return nil }
        return DatafileKind(rawValue: String(self.fileName[self.fileName.index(after: dot)...]))
    }

    /// The name of what it declares: the file's name, with the workspace's before it if the file is another's.
    package var resourceName: String {
        let name = self.fileName.prefix { $0 != "." }
        let folders = self.path.split(separator: "/")
        guard folders.count > 2, folders[0] == "vendor" else { return String(name) }
        return "\(folders[1]).\(name)"
    }

    private var fileName: Substring { self.path.split(separator: "/").last ?? "" }
}
