// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Foundation
internal import MartletClient
internal import NIOCore

/// `martlet datasource append NAME FILE`
struct DataSourceAppend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Append the events of a file, one JSON object a line.",
        discussion: """
            Rows that do not fit the data source are put into its quarantine and counted. If it is interrupted, it says how to go on \
            within a day: the rows that are stored already are not stored again.
            """)

    @Argument(help: "The data source.")
    var name: String

    @Argument(help: ArgumentHelp("A file of newline-delimited JSON, or - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Go on with a run that was interrupted, by the name it has given.", valueName: "run"))
    var resume: String?

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
        let run = self.resume ?? UUID().uuidString.lowercased()
        do {
            try await self.send(input, as: run, through: client, progress: &progress)
        } catch {
            progress.finish()
            Terminal.error.write("interrupted after \(progress.rowCount) rows; go on with the same file and --resume \(run)\n")
            throw error
        }
        progress.finish()
        Terminal.output.write("\(progress.rowCount) rows appended to \(self.name), \(progress.quarantinedCount) quarantined\n")
        if progress.quarantinedCount > 0 {
            Terminal.error.write("see: martlet quarantine show \(self.name)\n")
        }
    }

    /// Sends a file in requests that begin and end at the same places in every run, so that their keys mean the same rows.
    private func send(_ input: FileHandle, as run: String, through client: MartletClient, progress: inout ProgressBar) async throws {
        var (pending, offset) = (Data(), 0)
        while let chunk = try input.read(upToCount: Self.requestBytes), !chunk.isEmpty {
            pending.append(chunk)
            guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            let lines = pending[...end]
            try await self.send(lines, key: "\(run)/\(offset)", through: client, progress: &progress)
            offset += lines.count
            pending = Data(pending[pending.index(after: end)...])
        }
        if !pending.isEmpty { try await self.send(pending, key: "\(run)/\(offset)", through: client, progress: &progress) }
    }

    private func send(_ lines: Data, key: String, through client: MartletClient, progress: inout ProgressBar) async throws {
        guard lines.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        let receipt = try await self.append(ByteBuffer(bytes: lines), key: key, isFirst: progress.rowCount == 0, through: client)
        progress.advance(byteCount: lines.count, rowCount: receipt.successfulRows, quarantinedCount: receipt.quarantinedRows)
    }

    /// Tries again while the server is busy, or away after it was there; the key keeps the rows from being stored twice.
    private func append(_ lines: ByteBuffer, key: String, isFirst: Bool, through client: MartletClient) async throws -> AppendReceipt {
        for attempt in 1..<Self.attempts {
            do {
                return try await client.append(lines, to: self.name, idempotencyKey: key)
            } catch let error as MartletClientError where [429, 503].contains(error.status) || error.status == nil && !isFirst {
                try await Task.sleep(for: .milliseconds(250 * attempt))
            }
        }
        return try await client.append(lines, to: self.name, idempotencyKey: key)
    }

    /// With growing pauses about fourteen seconds in all: a server that is started anew is back by then.
    private static let attempts = 10
}
