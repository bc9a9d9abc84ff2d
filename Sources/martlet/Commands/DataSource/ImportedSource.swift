// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient
internal import NIOCore

/// A file, or its URL, that the server stores as one import.
struct ImportedSource {
    let text: String

    var isURL: Bool { self.text.hasPrefix("http://") || self.text.hasPrefix("https://") }
    var format: String { SourceFile.format(ofName: self.text) }

    /// What is held in memory of a file that is sent; larger ones are better fetched by the server.
    private static let fileBytes = 512 << 20

    func begin(
        in dataSource: String, mode: MartletClient.ImportMode, condition: String? = nil, with client: MartletClient
    ) async throws -> JobReference {
        if self.isURL {
            return try await client.importURL(self.text, into: dataSource, format: self.format, mode: mode, condition: condition)
        }
        let file = try SourceFile(path: self.text).read(upTo: Self.fileBytes + 1)
        guard file.count <= Self.fileBytes else {
            throw CommandError(
                "\(self.text) is larger than \(Quantity.size(Self.fileBytes)): split it, or put it where the server can fetch it")
        }
        return try await client.importFile(
            ByteBuffer(bytes: file), into: dataSource, format: self.format, mode: mode, condition: condition)
    }

    func tellQueued(_ operation: String, _ job: JobReference, through connection: Connection) {
        connection.say("✓ \(operation) import job queued: \(job.id)")
        connection.say("Check status: \(ProgramName.current) job details \(job.id)")
    }
}
