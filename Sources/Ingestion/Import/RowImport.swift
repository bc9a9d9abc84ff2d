// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore
internal import Workspaces

/// Takes in a file of any length, piece by piece, in bounded memory.
///
/// Appended rows go the way of all events: into the log, piece by piece. With an idempotency key the pieces have keys of their own, so
/// an import that broke off can be sent again and stores only what is missing. Rows of a replacement go into a table beside the live
/// one; their quarantined rows go into the log as well.
package struct RowImport {
    /// Where good rows go.
    enum Destination {
        case log
        case staging(StagingTable)
    }

    private let flow: DataSourceFlow
    private let plan: CompiledPlan
    private let columnNames: [String]
    private let importID: String
    private let idempotencyKey: String?
    private let destination: Destination
    private var decoder: any ChunkDecoder
    private var pending: [UInt8] = []
    private var pieceCount = 0
    private var lastReceipt: LogReceipt?
    package private(set) var counts = ImportCounts()

    init(
        of format: ImportFormat, plan: CompiledPlan, dataSource: DataSource, flow: DataSourceFlow, importID: String,
        idempotencyKey: String?,
        destination: Destination
    ) {
        self.flow = flow
        self.plan = plan
        self.columnNames = dataSource.definition.columns.map(\.name)
        self.importID = importID
        self.idempotencyKey = idempotencyKey
        self.destination = destination
        self.decoder =
            switch format {
            case .ndjson, .parquet: NDJSONDecoder(plan: plan.rows)
            case .csv(let options): CSVDecoder(plan: plan.rows, options: options)
            }
    }

    /// Takes in the next bytes of the file.
    package mutating func push(_ bytes: [UInt8]) async throws {
        self.pending += bytes
        // Pieces are cut at the same places whatever the network delivers, so that they can be known again by their keys.
        while self.pending.count >= Self.pieceByteCount {
            let piece = Array(self.pending[..<Self.pieceByteCount])
            self.pending.removeFirst(Self.pieceByteCount)
            try await self.keep(piece, isLast: false)
        }
    }

    /// Takes in the end of the file, and returns when all rows can be queried; rows of a replacement are then in their table.
    package mutating func finish() async throws {
        try await self.keep(self.pending, isLast: true)
        self.pending = []
        guard let receipt = self.lastReceipt, let outcome = await self.flow.outcome(of: receipt) else { return }
        switch outcome {
        case .stored: return
        case .viewFailed(let error): throw IngestError.viewFailed(error)
        case .rejected(let error): throw IngestError.rejected(error)
        }
    }

    private mutating func keep(_ piece: [UInt8], isLast: Bool) async throws {
        self.pieceCount += 1
        try await self.keep(self.decoder.push(piece), content: piece, part: 0)
        self.counts.byteCount += piece.count
        if isLast { try await self.keep(self.decoder.finish(), content: [], part: 1) }
    }

    /// Rows are counted when they are safe: who cancels an import is told how many it kept.
    private mutating func keep(_ rows: DecodedRows, content: [UInt8], part: Int) async throws {
        var block = rows.block
        if case .staging(let table) = self.destination, let staged = rows.block {
            try await table.insert(staged, shape: self.plan.shape)
            block = nil
        }
        if block != nil || !rows.quarantined.isEmpty {
            let key = self.idempotencyKey.map { IdempotencyKey("\($0)/\(self.pieceCount).\(part)", content: content) }
            let logRows = LogRows(
                shape: self.plan.shape, rowCount: block?.rowCount ?? 0, block: block?.bytes ?? [],
                quarantinedCount: rows.quarantined.count,
                quarantined: try QuarantineEncoder(columnNames: self.columnNames, importID: self.importID).encode(rows.quarantined),
                requestID: self.importID, time: .now, key: key)
            self.lastReceipt = try await self.append(logRows)
        }
        self.counts.rowCount += rows.rowCount
        self.counts.quarantinedCount += rows.quarantined.count
    }

    /// A file waits for a full log; its sender feels it by the connection.
    private func append(_ rows: LogRows) async throws -> LogReceipt {
        let deadline = ContinuousClock.now + IngestLimits.waitForLog
        while true {
            do {
                return try await self.flow.append(rows, ofFile: true)
            } catch {
                guard error.code == .overloaded, ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Large enough for good batches, small enough that many imports at once fit into memory.
    private static let pieceByteCount = 1 << 20
}
