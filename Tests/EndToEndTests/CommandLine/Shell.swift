// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// The program as it is used in a project's folder, with nothing but where this machine's server is in its environment.
struct Shell {
    let folder: URL
    private let executable: String
    private let environment: [String: String]

    /// - Parameters:
    ///   - name: What the program is called.
    ///   - project: A folder of the repository that is copied; nil for an empty one.
    init(_ server: ServerFixture, as name: String = "martlet", in project: String? = nil) throws {
        let root = server.folder.appending(path: "shell-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: root.appending(path: "bin"), withIntermediateDirectories: true)
        self.folder = root.appending(path: "project")
        if let project {
            try FileManager.default.copyItem(at: repository.appending(path: project), to: self.folder)
        } else {
            try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        }
        self.executable = root.appending(path: "bin/\(name)").path
        try FileManager.default.createSymbolicLink(atPath: self.executable, withDestinationPath: Program.path)
        let address = URL(string: server.url)
        self.environment = [
            "TB_LOCAL_HOST": address?.host() ?? "", "TB_LOCAL_PORT": address?.port.map { String($0) } ?? "", "NO_COLOR": "1",
            "HOME": root.path, "COLUMNS": "120", "MARTLET_URL": "", "MARTLET_TOKEN": "", "MARTLET_WORKSPACE": "", "TB_HOST": "",
            "TB_TOKEN": "",
            "PATH": "/nonexistent",
        ]
    }

    func callAsFunction(_ arguments: String..., environment: [String: String] = [:], input: Data? = nil) async throws -> Program.Result {
        try await self(arguments, environment: environment, input: input)
    }

    func callAsFunction(_ arguments: [String], environment: [String: String] = [:], input: Data? = nil) async throws -> Program.Result {
        try await Program.run(
            arguments, of: self.executable, in: self.folder, environment: self.environment.merging(environment) { $1 }, input: input)
    }

    /// Starts a command that goes on for a while.
    func start(_ arguments: String...) throws -> Program {
        try Program(arguments, of: self.executable, in: self.folder, environment: self.environment)
    }

    func write(_ text: String, to path: String) throws {
        let url = self.folder.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Puts a text behind another one that the file has.
    func append(_ text: String, to path: String, after mark: String) throws {
        let url = self.folder.appending(path: path)
        let old = try String(contentsOf: url, encoding: .utf8)
        try old.replacing(mark, with: mark + text, maxReplacements: 1).write(to: url, atomically: true, encoding: .utf8)
    }

    func permissions(of path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: self.folder.appending(path: path).path)
        return attributes[.posixPermissions].flatMap { Int("\($0)") }
    }
}
