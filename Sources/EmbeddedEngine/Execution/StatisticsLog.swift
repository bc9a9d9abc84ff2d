// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
internal import NIOPosix
internal import Synchronization

/// What the engine's query log says of the statements that were logged, as it says it.
///
/// The log table keeps nothing: a view behind it writes three columns of every new row into a pipe, whose other end is
/// read here. It is the only source of true figures for the formats that do not state them, costs the engine a few
/// milliseconds of work per logged statement, and the statement waits for it.
final class StatisticsLog: Sendable {
    private let pipe: Pipe
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let entries = Mutex<[String: Entry]>([:])

    private enum Entry {
        /// The statement may still be running. Next: `arrived`, `awaited`.
        case expected
        /// The log was faster than the one who waits for it.
        case arrived(QueryStatistics)
        /// Somebody waits.
        case awaited(CheckedContinuation<QueryStatistics?, Never>)
    }

    /// How long an answer is held back for its figures: far longer than the log takes on a machine that is merely busy.
    private static let patience = Duration.seconds(2)

    init() throws {
        self.pipe = try Pipe()
        self.thread.start()
        self.thread.submit { _ in self.readLines() }
    }

    /// The engine's configuration that makes a log of its queries. Its own file, for ``EngineDatabase``'s `config-file`.
    static let configuration = """
        <clickhouse>
            <query_log>
                <database>system</database>
                <table>query_log</table>
                <engine>ENGINE = Null</engine>
                <buffer_size_rows_flush_threshold>1</buffer_size_rows_flush_threshold>
                <flush_interval_milliseconds>10</flush_interval_milliseconds>
            </query_log>
        </clickhouse>

        """

    /// Settings of every connection: nothing is logged unless a statement asks for it, and then once, at its end.
    static let settings = ["log_queries": "0", "log_queries_min_type": "QUERY_START"]

    /// What makes the view. The first statement makes the log's table, which is there from the first flush on.
    var statements: [String] {
        [
            "SYSTEM FLUSH LOGS query_log",
            """
            CREATE TABLE system.statement_statistics (comment String, rows UInt64, bytes UInt64)
            ENGINE = File(TSV, '/proc/self/fd/\(self.pipe.writeEnd)')
            """,
            """
            CREATE MATERIALIZED VIEW system.statement_statistics_view TO system.statement_statistics
            AS SELECT splitByChar(':', log_comment)[1] AS comment, read_rows AS rows, read_bytes AS bytes FROM system.query_log
            WHERE type != 'QueryStart'
            """,
        ]
    }

    /// Says that a statement is about to run; its figures are kept from now on.
    func expect(_ run: QueryRun) {
        self.entries.withLock { $0[run.id] = .expected }
    }

    /// Says that nobody will ask.
    func forget(_ run: QueryRun) {
        self.entries.withLock { $0[run.id] = nil }
    }

    /// What a statement read, once the log has it; nil if the log does not say so in time.
    func statistics(of run: QueryRun) async -> QueryStatistics? {
        await withTaskGroup { group in
            group.addTask { await self.entry(of: run) }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                self.deliver(nil, to: run.id)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func entry(of run: QueryRun) async -> QueryStatistics? {
        await withCheckedContinuation { continuation in
            let arrived = self.entries.withLock { entries -> QueryStatistics?? in
                switch entries[run.id] {
                case .expected:
                    entries[run.id] = .awaited(continuation)
                    return nil
                case .arrived(let statistics):
                    entries[run.id] = nil
                    return .some(statistics)
                case .awaited, nil:
                    return .some(nil)
                }
            }
            if let arrived { continuation.resume(returning: arrived) }
        }
    }

    private func deliver(_ statistics: QueryStatistics?, to id: String) {
        let continuation = self.entries.withLock { entries -> CheckedContinuation<QueryStatistics?, Never>? in
            switch entries[id] {
            case .expected:
                entries[id] = statistics.map { .arrived($0) }
                return nil
            case .awaited(let continuation):
                entries[id] = nil
                return continuation
            case .arrived, nil:
                return nil
            }
        }
        continuation?.resume(returning: statistics)
    }

    /// Lives as long as the process.
    private func readLines() {
        var pending: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe read(self.pipe.readEnd, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            pending += chunk[..<count]
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                self.take(line: pending[..<end])
                pending.removeFirst(end + 1)
            }
        }
    }

    private func take(line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 3, let rows = Int(fields[1]), let bytes = Int(fields[2]) else { return }
        self.deliver(QueryStatistics(readRows: rows, readBytes: bytes), to: fields[0])
    }
}
