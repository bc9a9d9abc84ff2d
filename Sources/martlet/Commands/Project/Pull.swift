// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Datafiles
internal import FoundationEssentials
internal import MartletClient

/// `martlet pull`
struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the datafiles of what the workspace serves.",
        discussion: "A file that says something else already is left as it is, and fails the command, unless --force is there.")

    @Argument(help: ArgumentHelp("The project's folder.", valueName: "dir"))
    var folder = "."

    @Flag(name: .shortAndLong, help: "Write over files that say something else.")
    var force = false

    @Flag(help: "Write the files in their canonical form.")
    var fmt = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let project = try ProjectFolder(configuredIn: self.folder)
        let known = try project.paths()
        var conflicts = 0
        for (file, text) in try await self.datafiles(with: client) {
            let path = known.first { $0 == file || $0.hasSuffix("/\(file.split(separator: "/").last ?? "")") } ?? file
            let url = URL(filePath: project.path).appending(path: path)
            let text = self.fmt ? (try? DatafileFormatter.format(ProjectFile(path: path, text: text))) ?? text : text
            let present = FileManager.default.fileExists(atPath: url.path) ? try ProjectFolder.text(at: url.path) : nil
            if present == text { continue }
            guard present == nil || self.force else {
                conflicts += 1
                Terminal.error.write("\(path) says something else already\n")
                continue
            }
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
            self.connection.say("✓ \(path)")
        }
        guard conflicts == 0 else {
            throw CommandError(
                "\(conflicts) \(conflicts == 1 ? "file was" : "files were") left as \(conflicts == 1 ? "it is" : "they are"): --force writes over"
            )
        }
    }

    /// Where each would be in a project that is new, and what it says.
    private func datafiles(with client: MartletClient) async throws -> [(path: String, text: String)] {
        var files: [(path: String, text: String)] = []
        for source in try await client.dataSources() {
            files.append(("datasources/\(source.name).datasource", try await client.datafile(ofDataSource: source.name)))
        }
        for pipe in try await client.pipes() {
            files.append(("\(Self.folder(ofPipe: pipe.type))/\(pipe.name).pipe", try await client.datafile(ofPipe: pipe.name)))
        }
        for connection in try await self.connections(with: client) {
            files.append(("connections/\(connection.name).connection", try await client.datafile(ofConnection: connection.name)))
        }
        return files
    }

    /// A server that has no such route has no connections either.
    private func connections(with client: MartletClient) async throws -> [ConnectionSummary] {
        do {
            return try await client.connections()
        } catch let error as MartletClientError {
            guard error.status == 404 else { throw error }
            return []
        }
    }

    private static func folder(ofPipe type: String) -> String {
        ["endpoint": "endpoints", "materialized": "materializations", "copy": "copies", "sink": "sinks"][type] ?? "pipes"
    }
}
