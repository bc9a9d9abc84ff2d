// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// One of Tinybird's own command lines, as its users install it, in a project folder of its own.
protocol PublishedCLI {
    /// The project; the client's own settings are below it.
    var folder: URL { get }
    /// The path of `tb`.
    var program: String { get }
}

extension PublishedCLI {
    /// Installs a generation of it; gives the path of `tb`.
    static func install(_ generation: String) -> Task<String, any Error> {
        Task {
            let peer = try await Program.run([generation], of: repository.appending(path: "scripts/peer").path, within: .seconds(300))
            guard peer.status == 0 else { throw TimedOut(description: "the command line cannot be installed: \(peer.errors)") }
            let python = peer.output.trimmingCharacters(in: .whitespacesAndNewlines)
            return repository.appending(path: python).deletingLastPathComponent().appending(path: "tb").path
        }
    }

    // MARK: Files of the project

    func write(_ files: [String: String]) throws {
        for (path, text) in files { try self.write(path, text) }
    }

    func write(_ path: String, _ text: String) throws {
        let file = self.folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String { try String(contentsOf: self.folder.appending(path: path), encoding: .utf8) }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: self.folder.appending(path: path)) }

    // MARK: Commands

    /// What `/usr/bin/env` is to run. What surrounds the tests is not the client's: no settings, no colours, no questions about its own
    /// updates.
    func command(_ arguments: [String], in variables: [String]) throws -> [String] {
        let home = self.folder.appending(path: ".home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let environment = [
            "-i", "-C", self.folder.path, "PATH=/usr/bin:/bin", "HOME=\(home.path)", "COLUMNS=200", "NO_COLOR=1", "CI=1", "LANG=C.UTF-8",
            "TB_VERSION_WARNING=0", "TB_CLI_TELEMETRY_OPTOUT=1",
        ]
        return environment + variables + [self.program] + arguments
    }
}
