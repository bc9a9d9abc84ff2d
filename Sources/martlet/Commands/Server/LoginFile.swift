// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file `.tinyb`, which keeps a login between commands, as the published programs write it too (http-api contract, 24.3).
struct LoginFile {
    let path: String
    private(set) var members: [String: JSONValue] = [:]

    /// The file of the folder the command runs in, empty if there is none.
    init(in folder: String = FileManager.default.currentDirectoryPath) throws {
        try self.init(path: "\(folder)/\(SavedLogin.fileName)")
    }

    private init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: Data(try ProjectFolder.text(at: path).utf8)) else {
            throw CommandError("\(path) is no JSON object: delete it, and log in again")
        }
        self.members = members
    }

    /// The file in the folder, or in the nearest one above it.
    static func found() throws -> (file: LoginFile, login: SavedLogin)? {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
        let paths = SavedLogin.candidates(from: FileManager.default.currentDirectoryPath, home: home)
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return nil }
        do {
            return (try LoginFile(path: path), try SavedLogin(ProjectFile(path: path, text: try ProjectFolder.text(at: path))))
        } catch {
            throw CommandError("\(path) keeps no login: \(error)")
        }
    }

    /// Keeps a login, beside what else the file has.
    mutating func keep(host: String, token: String, userToken: String?, workspace: CurrentWorkspace) {
        var tokens: [String: JSONValue] = [:]
        if case .object(let kept)? = self.members["tokens"] { tokens = kept }
        tokens[host] = .text(token)
        let login: [String: JSONValue] = [
            "host": .text(host), "token": .text(token), "tokens": .object(tokens), "id": .text(workspace.id), "name": .text(workspace.name),
            "user_id": .text(workspace.userID), "user_email": .text(workspace.userEmail), "scope": .text(workspace.scope),
        ]
        self.members.merge(login) { $1 }
        self.members["user_token"] = userToken.map { JSONValue.text($0) }
    }

    /// Forgets who was logged in, and where.
    mutating func forget() {
        for name in ["token", "tokens", "user_token", "id", "name", "user_id", "user_email", "scope"] { self.members[name] = nil }
    }

    /// Writes the file for this user alone, at once or not at all.
    func save() throws {
        let scratch = "\(self.path).\(UInt32.random(in: .min ... .max))"
        let data = Data((JSONValue.object(self.members).indentedJSON + "\n").utf8)
        guard FileManager.default.createFile(atPath: scratch, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CommandError("\(self.path) cannot be written: log in from a folder that this user may write to")
        }
        guard (try? data.write(to: URL(filePath: scratch))) != nil, unsafe rename(scratch, self.path) == 0 else {
            try? FileManager.default.removeItem(atPath: scratch)
            throw CommandError("\(self.path) cannot be written: is there room on the disk?")
        }
    }
}
