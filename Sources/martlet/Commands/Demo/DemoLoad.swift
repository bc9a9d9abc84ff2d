// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Demo
internal import Foundation
internal import MartletClient
internal import NIOCore

/// `martlet demo load NAME --rows N`
struct DemoLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Append events of simulated visitors to a deployed example workspace.",
        discussion: """
            Visitors come from all over the world, by day, more of them from week to week; some are programs, some come back, some say who \
            they are. The same seed and end give the same events. Deploy the example first: its data sources have to be there.
            """)

    @Argument(help: "The example: \(DemoWorkspaces.all.map { $0.name }.joined(separator: ", ")).")
    var name: String

    @Option(help: "How many rows, over all data sources.")
    var rows = 100_000

    @Option(help: "Which of all simulations.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The newest event's moment, as 2026-01-31T12:00:00Z; now by default.", valueName: "time"))
    var until: String?

    @Option(help: "How many days the events go back; the example's own choice by default.")
    var days: Int?

    @OptionGroup(title: "Connection")
    var connection: Connection

    /// Requests under way at a time: while the server stores some of them as one batch, others gather to the next.
    private static let requests = 8

    func validate() throws {
        guard DemoWorkspaces.named(self.name) != nil else {
            throw ValidationError(
                "there is no example '\(self.name)'; there are: \(DemoWorkspaces.all.map { $0.name }.joined(separator: ", "))")
        }
        guard self.rows > 0 else { throw ValidationError("--rows is a number above 0, not \(self.rows)") }
        guard (1...3650).contains(self.days ?? 1) else { throw ValidationError("--days is a number from 1 to 3650") }
        guard self.until == nil || self.end != nil else {
            throw ValidationError("--until is a time as 2026-01-31T12:00:00Z, not '\(self.until ?? "")'")
        }
    }

    /// Milliseconds since 1970.
    private var end: Int64? {
        guard let until else { return Int64(Date.now.timeIntervalSince1970 * 1000) }
        return (try? Date(until, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970 * 1000) }
    }

    func run() async throws {
        guard let workspace = DemoWorkspaces.named(self.name), let end else { return }
        let client = try await self.connection.client()
        var progress = ProgressBar(of: .rows(self.rows), isVisible: Terminal.error.isInteractive)
        try await withThrowingTaskGroup(of: (byteCount: Int, receipt: AppendReceipt).self) { group in
            var running = 0
            for batch in DemoEvents(of: workspace, rows: self.rows, seed: self.seed, until: end, days: self.days) {
                for lines in batch {
                    if running == Self.requests, let sent = try await group.next() {
                        self.advance(&progress, by: sent)
                        running -= 1
                    }
                    running += 1
                    group.addTask { (lines.bytes.count, try await client.append(ByteBuffer(bytes: lines.bytes), to: lines.dataSource)) }
                }
            }
            while let sent = try await group.next() { self.advance(&progress, by: sent) }
        }
        progress.finish()
        self.connection.say("\(progress.rowCount) rows loaded into \(self.name), \(progress.quarantinedCount) quarantined")
    }

    private func advance(_ progress: inout ProgressBar, by sent: (byteCount: Int, receipt: AppendReceipt)) {
        progress.advance(
            byteCount: sent.byteCount, rowCount: sent.receipt.successfulRows, quarantinedCount: sent.receipt.quarantinedRows)
    }
}
