// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Foundation
internal import MartletClient
internal import NIOCore

/// `martlet datasource append NAME FILE`
struct DataSourceAppend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Append the events of a file, one JSON object a line.",
        discussion: "Rows that do not fit the data source are put into its quarantine and counted.")

    @Argument(help: "The data source.")
    var name: String

    @Argument(help: ArgumentHelp("A file of newline-delimited JSON, or - for standard input.", valueName: "file"))
    var file: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    /// Bytes sent in one request: large enough to make good parts in the engine, well below the server's limit.
    private static let requestBytes = 2 << 20

    func validate() throws {
        let otherKinds = [".csv", ".tsv", ".parquet", ".gz", ".zst"]
        guard !otherKinds.contains(where: { self.file.lowercased().hasSuffix($0) }) else {
            throw ValidationError("\(self.file) is not newline-delimited JSON: convert it, one JSON object a line")
        }
    }

    func run() async throws {
        let client = try await self.connection.client()
        let input = self.file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: self.file)
        guard let input else { throw ValidationError("\(self.file) cannot be read") }
        let size = self.file == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: self.file)[.size] as? Int
        var progress = ProgressBar(total: size ?? nil, isVisible: Terminal.error.isInteractive)
        var pending = Data()
        while let chunk = try input.read(upToCount: Self.requestBytes), !chunk.isEmpty {
            pending.append(chunk)
            guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            try await self.send(pending[...end], through: client, progress: &progress)
            pending = Data(pending[pending.index(after: end)...])
        }
        if !pending.isEmpty { try await self.send(pending, through: client, progress: &progress) }
        progress.finish()
        Terminal.output.write("\(progress.rowCount) rows appended to \(self.name), \(progress.quarantinedCount) quarantined\n")
        if progress.quarantinedCount > 0 {
            Terminal.error.write("see: martlet sql \"SELECT c__error_column, c__error FROM \(self.name)_quarantine LIMIT 10\"\n")
        }
    }

    private func send(_ lines: Data, through client: MartletClient, progress: inout ProgressBar) async throws {
        guard lines.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        let receipt = try await client.append(ByteBuffer(bytes: lines), to: self.name)
        progress.advance(byteCount: lines.count, rowCount: receipt.successfulRows, quarantinedCount: receipt.quarantinedRows)
    }
}
