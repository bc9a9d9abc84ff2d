// Part of Martlet. Apache License 2.0; see LICENSE.

/// Paths as text, `/` between their parts; nothing is looked up.
enum FilePaths {
    /// The folder a file lies in.
    static func folder(of file: String) -> String {
        self.resolve("..", from: file)
    }

    /// The path seen from a folder, without `.` and without `..` that can be followed back.
    static func resolve(_ path: String, from folder: String) -> String {
        let isAbsolute = path.hasPrefix("/") || folder.hasPrefix("/")
        var parts: [Substring] = []
        for part in ((path.hasPrefix("/") ? "" : folder + "/") + path).split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.last.map({ $0 != ".." }) ?? false {
                parts.removeLast()
            } else if !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// A folder and all above it, the nearest first.
    static func ancestors(of folder: String) -> [String] {
        var folders = [self.resolve(folder, from: "/")]
        while let last = folders.last, last != "/" { folders.append(self.folder(of: last)) }
        return folders
    }
}
