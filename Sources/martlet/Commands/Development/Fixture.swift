// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletClient
internal import NIOCore

/// Rows to try a project with: `fixtures/<data source>.ndjson`, `.csv`, `.parquet`, or `.sql`, a query that yields them.
struct Fixture {
    let dataSource: String
    let path: String

    private static let folder = "fixtures"
    /// If a data source has several, the first counts.
    private static let endings = MartletClient.FileFormat.allCases.map(\.rawValue) + ["sql"]

    /// The fixture of a data source; nil if it has none.
    init?(of dataSource: String, in project: ProjectFolder) {
        let paths = Self.endings.map { "\(project.path)/\(Self.folder)/\(dataSource).\($0)" }
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return nil }
        self.init(dataSource: dataSource, path: path)
    }

    /// The fixture that a file of the project is: `events.ndjson` or `events_more.ndjson` of `events`; nil if it is none.
    init?(file: String, in project: ProjectFolder, among dataSources: Set<String>) {
        let name = file.split(separator: "/").last ?? ""
        guard file.hasPrefix("\(Self.folder)/"), let dot = name.lastIndex(of: "."),
            Self.endings.contains(String(name[name.index(after: dot)...]))
        else { return nil }
        var stem = name[..<dot]
        if !dataSources.contains(String(stem)), let mark = stem.lastIndex(of: "_") { stem = stem[..<mark] }
        let path = "\(project.path)/\(file)"
        guard dataSources.contains(String(stem)), FileManager.default.fileExists(atPath: path) else { return nil }
        self.init(dataSource: String(stem), path: path)
    }

    private init(dataSource: String, path: String) {
        self.dataSource = dataSource
        self.path = path
    }

    /// Appends the rows. A query is asked as if it were `now`.
    func load(into client: MartletClient, now: String? = nil) async throws -> AppendReceipt {
        let ending = self.path.split(separator: ".").last.map(String.init) ?? ""
        if let format = MartletClient.FileFormat(rawValue: ending) {
            guard let data = FileManager.default.contents(atPath: self.path) else { throw ProjectFolderError.unreadable(self.path) }
            return try await client.append(ByteBuffer(bytes: data), as: format, to: self.dataSource)
        }
        let rows = try await client.rows(of: try ProjectFolder.text(at: self.path), now: now)
        return try await client.append(rows, as: .ndjson, to: self.dataSource)
    }
}
