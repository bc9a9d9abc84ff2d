// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Foundation
internal import MartletClient
internal import NIOCore

/// `martlet datasource append NAME FILE`
struct DataSourceAppend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Append the rows of a file, a URL, or a text.",
        discussion: """
            Rows that do not fit the data source are put into its quarantine and counted. If an append of NDJSON is interrupted, it says how \
            to go on within a day: the rows that are stored already are not stored again.
            """)

    @Argument(help: "The data source.")
    var name: String

    @Argument(help: ArgumentHelp("A file of NDJSON, CSV or Parquet, its URL, or - for NDJSON on standard input.", valueName: "source"))
    var source: String?

    @Option(help: ArgumentHelp("A file.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("A file that the server fetches.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("Rows, one JSON object a line.", valueName: "json"))
    var events: String?

    @Flag(inversion: .prefixedNo, help: "Wait until the rows can be queried.")
    var wait = true

    @Option(help: ArgumentHelp("Go on with a run that was interrupted, by the name it has given.", valueName: "run"))
    var resume: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    /// Bytes sent in one request: large enough to make good parts in the engine, well below the server's limit.
    private static let requestBytes = 2 << 20

    func validate() throws {
        guard [self.source, self.file, self.url, self.events].compactMap({ $0 }).count == 1 else {
            throw ValidationError("name one thing to append: a file, --url URL, or --events JSON")
        }
    }

    func run() async throws {
        let client = try await self.connection.client()
        if let events {
            self.connection.say("» Sending events to \(self.name)")
            return self.report(try await client.append(events, to: self.name, waits: self.wait))
        }
        let source = ImportedSource(text: self.source ?? self.file ?? self.url ?? "")
        self.connection.say("» Appending data to \(self.name)")
        let isPlain = !["gz", "zst"].contains { source.text.lowercased().hasSuffix(".\($0)") }
        guard source.format != "ndjson" || source.isURL || !isPlain else { return try await self.stream(source.text, with: client) }
        let begun = try await source.begin(in: self.name, mode: .append, with: client)
        guard self.wait else { return source.tellQueued("Append", begun, through: self.connection) }
        let job = try await client.finish(try await client.job(begun.id), "Appending data")
        self.report(AppendReceipt(successfulRows: job.statistics?.rowCount ?? 0, quarantinedRows: job.quarantineRows ?? 0))
    }

    private func stream(_ path: String, with client: MartletClient) async throws {
        let input = try SourceFile(path: path)
        var progress = ProgressBar(of: input.size.map { .bytes($0) }, isVisible: Terminal.error.isInteractive)
        let run = self.resume ?? UUID().uuidString.lowercased()
        do {
            try await self.send(input.handle, as: run, through: client, progress: &progress)
        } catch {
            progress.finish()
            // Nothing is stored yet that going on could spare.
            if progress.rowCount > 0 {
                Terminal.error.write("interrupted after \(progress.rowCount) rows; go on with the same file and --resume \(run)\n")
            }
            throw error
        }
        progress.finish()
        self.report(AppendReceipt(successfulRows: progress.rowCount, quarantinedRows: progress.quarantinedCount))
    }

    private func report(_ receipt: AppendReceipt) {
        self.connection.say("✓ Rows appended!")
        self.connection.say("\(receipt.successfulRows) rows appended to \(self.name), \(receipt.quarantinedRows) quarantined")
        if receipt.quarantinedRows > 0 { Terminal.error.write("see: \(ProgramName.current) quarantine show \(self.name)\n") }
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
        var retries = RetryPolicy()
        // A mean of three quarters of a minute in all: a server that is started anew is back by then.
        retries.attempts = 10
        retries.repeatsUncertain = !isFirst
        return try await retries.run { try await client.append(lines, to: self.name, waits: self.wait, idempotencyKey: key) }
    }
}
