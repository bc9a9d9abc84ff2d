// Part of Martlet. Apache License 2.0; see LICENSE.

import FoundationEssentials
import Glibc
import Testing

@testable import EmbeddedEngine

@Suite struct StorageRepairTests {
    /// Runs `body` with a folder that holds files, by their paths.
    private func withStorage(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let storage = FileManager.default.temporaryDirectory.appending(path: "martlet-repair-\(UUID().uuidString.prefix(8))").path
        defer { try? FileManager.default.removeItem(atPath: storage) }
        for (path, text) in files {
            let file = URL(filePath: "\(storage)/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(storage)
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test func `each table is judged by its own parts, its logs in the order of their numbers`() throws {
        let one = "store/2a3/2a3529d2/"
        let two = "store/7a6/7a62a744/"
        try self.withStorage([
            // The drop in file 10 comes after the addition in file 9.
            one + "deduplication_logs/deduplication_log_10.txt": "2\ta_1_1_0\tx\n1\ta_2_2_0\ty\n",
            one + "deduplication_logs/deduplication_log_9.txt": "1\ta_1_1_0\tx\n",
            one + "a_2_2_0/count.txt": "1",
            two + "deduplication_logs/deduplication_log_1.txt": "1\ta_2_2_0\ty\n1\ta_3_3_0\tz\n1\ta_4",
            two + "a_3_3_0/count.txt": "1",
            two + "detached/a_2_2_0/count.txt": "1",
            "store/3c5/3c54c6c5/n.sql": "ATTACH TABLE",
        ]) { storage in
            let before = try FileManager.default.attributesOfItem(atPath: "\(storage)/\(one)deduplication_logs/deduplication_log_9.txt")
            try StorageRepair(storagePath: storage, logger: EngineFixture.quietLogger).run()
            #expect(try self.text("\(storage)/\(one)deduplication_logs/deduplication_log_9.txt") == "1\ta_1_1_0\tx\n")
            #expect(try self.text("\(storage)/\(one)deduplication_logs/deduplication_log_10.txt") == "2\ta_1_1_0\tx\n1\ta_2_2_0\ty\n")
            #expect(try self.text("\(storage)/\(two)deduplication_logs/deduplication_log_1.txt") == "1\ta_3_3_0\tz\n")
            let after = try FileManager.default.attributesOfItem(atPath: "\(storage)/\(one)deduplication_logs/deduplication_log_9.txt")
            #expect(before[.systemFileNumber] as? UInt64 == after[.systemFileNumber] as? UInt64, "a file that is right is not written")
            #expect(
                Set(try FileManager.default.contentsOfDirectory(atPath: "\(storage)/\(two)"))
                    == ["a_3_3_0", "deduplication_logs", "detached"])
        }
    }

    @Test func `a storage without tables needs no repair`() throws {
        try self.withStorage(["metadata/d.sql": ""]) { storage in
            try StorageRepair(storagePath: storage, logger: EngineFixture.quietLogger).run()
        }
    }

    /// What a kill between record and part leaves behind is made by deleting the part.
    @Test func `a block whose part was lost is stored when it is sent again`() async throws {
        try await EngineFixture.with { _ in
        } _: { engine in
            func run(_ sql: String) async throws -> String { try await engine.client.query(sql).text }
            func insert(_ token: String) async throws {
                let sql = "INSERT INTO d.t SETTINGS insert_deduplication_token = '\(token)' SELECT number, '\(token)' FROM numbers(3)"
                #expect(try await engine.client.query(sql).status == 200)
            }
            _ = try await run("CREATE DATABASE d")
            _ = try await run(
                """
                CREATE TABLE d.t (n UInt8, token String) ENGINE = MergeTree PARTITION BY n ORDER BY n \
                SETTINGS non_replicated_deduplication_window = 100
                """)
            for token in ["first", "second"] { try await insert(token) }
            let part = try await run("SELECT path FROM system.parts WHERE database = 'd' AND active AND name = '2_6_6_0' FORMAT TSVRaw")
            let path = part.trimmingSuffix { $0 == "\n" }
            #expect(path.hasSuffix("/2_6_6_0/"))
            let first = try #require(await engine.supervisor.processID)
            try FileManager.default.removeItem(atPath: String(path.dropLast()))
            kill(first, SIGKILL)
            try await waitUntil { await engine.supervisor.processID != first }
            try await engine.supervisor.waitUntilReady(deadline: .now + .seconds(60))

            #expect(try await run("SELECT count() FROM d.t") == "5\n")
            for token in ["first", "second"] { try await insert(token) }
            #expect(
                try await run("SELECT token, groupArray(n) FROM (SELECT * FROM d.t ORDER BY n) GROUP BY token ORDER BY token FORMAT TSV")
                    == "first\t[0,1,2]\nsecond\t[0,1,2]\n")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, condition(last) { text.removeLast() }
        return text
    }
}
