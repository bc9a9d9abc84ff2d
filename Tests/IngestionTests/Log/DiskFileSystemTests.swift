// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Ingestion
import MartletCore
import Testing

/// The log on the machine's own disk.
struct DiskFileSystemTests {
    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-log-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func `files are written, read, cut, renamed and removed`() async throws {
        try await Self.withFolder { folder in
            let files = DiskFileSystem()
            try files.makeFolder(folder)
            try files.makeFolder(folder)
            let file = try files.create("\(folder)/a")
            try file.write(Array("hello".utf8), at: 3)
            try file.sync()
            #expect(try file.byteCount() == 8)
            #expect(try file.read(100, at: 2) == [0] + Array("hello".utf8))
            #expect(try file.read(2, at: 3) == Array("he".utf8))
            try file.truncate(to: 4)
            #expect(try file.byteCount() == 4)
            #expect(try files.list(folder) == ["a"])
            try files.rename("\(folder)/a", to: "\(folder)/b")
            try files.syncFolder(folder)
            #expect(try files.open("\(folder)/b").read(9, at: 3) == Array("h".utf8))
            try files.remove("\(folder)/b")
            #expect(try files.list(folder) == [])
        }
    }

    @Test func `failed calls say what failed`() async throws {
        try await Self.withFolder { folder in
            let files = DiskFileSystem()
            let open = #expect(throws: LogFileError.self) { try files.open("\(folder)/a") }
            #expect(open?.description == "open of \(folder)/a failed with error 2")
            #expect(open?.isDiskFull == false)
            #expect(throws: LogFileError.self) { try files.list(folder) }
            #expect(throws: LogFileError.self) { try files.remove("\(folder)/a") }
            #expect(throws: LogFileError.self) { try files.rename("\(folder)/a", to: "\(folder)/b") }
            try files.makeFolder(folder)
            _ = try files.create("\(folder)/a")
            let twice = #expect(throws: LogFileError.self) { try files.create("\(folder)/a") }
            #expect(twice?.number == 17)
        }
    }

    @Test func `a full disk is told from a broken one`() throws {
        let file = try DiskFileSystem().open("/dev/full")
        let error = #expect(throws: LogFileError.self) { try file.write([1], at: 0) }
        #expect(error?.isDiskFull == true)
    }

    @Test func `a log lives on it`() async throws {
        try await Self.withFolder { folder in
            let pool = LogSyncPool()
            defer { pool.stop() }
            func open() throws(LogError) -> DataSourceLog {
                try DataSourceLog.open(
                    folder, dataSource: "t_1", limits: LogLimits(), budget: LogBudget(limit: .mebibytes(1)),
                    memory: LogBudget(limit: .mebibytes(1)), pool: pool, files: DiskFileSystem())
            }
            let log = try open()
            for number in 1...3 { _ = try await log.append(LogFixture.rows(number)) }
            let batch = try await log.seal(upTo: log.unsealed.lastSequence ?? 0, token: "a", table: "events")
            await log.close()
            let again = try open()
            #expect(again.recovery.batches == [batch])
            #expect(try again.read(batch).map(LogFixture.number) == [1, 2, 3])
            await again.close()
        }
    }

    @Test func `a batch that is committed does not come back once the log has settled, even if it is never closed`() async throws {
        try await Self.withFolder { folder in
            let pool = LogSyncPool()
            defer { pool.stop() }
            func open() throws(LogError) -> DataSourceLog {
                try DataSourceLog.open(
                    folder, dataSource: "t_1", limits: LogLimits(), budget: LogBudget(limit: .mebibytes(1)),
                    memory: LogBudget(limit: .mebibytes(1)), pool: pool,
                    files: DiskFileSystem())
            }
            let log = try open()
            try await log.settle()
            _ = try await log.append(LogFixture.rows(1))
            log.commit(try await log.seal(upTo: log.unsealed.lastSequence ?? 0, token: "a", table: "events"))
            try await log.settle()
            #expect(log.batches == [])
            #expect(try open().recovery.batches == [])
        }
    }
}
