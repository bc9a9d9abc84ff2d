// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import Queries

struct QualifiedNamesTests {
    private func text(_ text: String, database: String? = nil) throws -> String {
        let names = try QualifiedNames(of: text, in: ClickHouseSession(workspaceName: "shop", database: database, user: "me"))
        return try names.text(Dictionary(uniqueKeysWithValues: names.metadata.map { ($0, "ROWS") }))
    }

    @Test(arguments: [
        ("SELECT n FROM events", "SELECT n FROM events"),
        ("SELECT shop.events.n FROM shop.events", "SELECT `events`.n FROM `events` AS `events`"),
        ("SELECT default.events.n FROM default.events AS `e e`", "SELECT `e e`.n FROM `events` AS `e e`"),
        ("SELECT t.n, other.t.n FROM shop.events t", "SELECT t.n, other.t.n FROM `events` t"),
        ("SELECT 1 FROM system.one", "SELECT 1 FROM system.one"),
        ("SELECT 1 FROM system.tables", "SELECT 1 FROM (\nROWS\n) AS `tables`"),
        (
            "SELECT 1 FROM system.tables t JOIN system.databases d ON system.tables.database = system.databases.name",
            "SELECT 1 FROM (\nROWS\n) t JOIN (\nROWS\n) d ON `t`.database = `d`.name"
        ),
        ("SELECT 1 FROM INFORMATION_SCHEMA.TABLES", "SELECT 1 FROM (\nROWS\n) AS `TABLES`"),
    ])
    func `databases are taken off, and tables about tables are filled in`(_ text: String, _ expected: String) throws {
        #expect(try self.text(text) == expected)
    }

    @Test func `names without a database belong to the one that the client is in`() throws {
        #expect(
            try self.text("SELECT 1 FROM tables, one", database: "system")
                == "SELECT 1 FROM (\nROWS\n) AS `tables`, `system`.`one` AS `one`")
        #expect(try self.text("SELECT 1 FROM shop.events", database: "system") == "SELECT 1 FROM `events` AS `events`")
        #expect(try self.text("SELECT 1 FROM tables") == "SELECT 1 FROM tables")
    }

    @Test(arguments: [
        ("SELECT 1 FROM other.events", 81), ("SELECT 1 FROM system.query_thread_log", 60), ("SELECT 1 FROM information_schema.x", 60),
        ("SELECT 1 WHERE 1 IN other.events", 81), ("WITH events AS (SELECT 1) SELECT 1 FROM shop.events", 62),
    ])
    func `other databases and the engine's own tables do not exist`(_ text: String, _ number: Int) {
        #expect { try self.text(text) } throws: { ($0 as? ClickHouseError)?.number == number }
    }

    /// What is left of statements when words are taken out, repeated and exchanged.
    @Test(arguments: 0..<12)
    func `whatever is sent is answered or refused`(_ seed: Int) throws {
        let words = """
            SHOW CREATE TABLES FROM shop . events LIKE 'x%' FORMAT CSV ; DESCRIBE TABLE ( SELECT shop . events . n , currentUser ( ) AS u , \
            { c : Identifier } FROM system . tables AS t JOIN `a``b` ON t . name IN default . x ) EXISTS USE information_schema . columns \
            WITH n AS ( SELECT 1 LIMIT 1 "
            """.split(separator: " ")
        var state = UInt64(seed)
        let random = { (limit: Int) in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let session = try ClickHouseSession(workspaceName: "shop", database: nil, user: "me")
        for _ in 0..<500 {
            let start = random(words.count)
            var text = words[start..<min(words.count, start + 1 + random(24))].map(String.init)
            for _ in 0..<random(4) { text.insert(String(words[random(words.count)]), at: random(text.count + 1)) }
            do {
                let completed = try session.complete(text.joined(separator: " "), parameters: ["c": "n"])
                guard case .query(let query) = try ClickHouseStatement(completed, in: session) else { continue }
                let names = try QualifiedNames(of: query, in: session)
                let result = try names.text(Dictionary(uniqueKeysWithValues: names.metadata.map { ($0, "SELECT 1") }))
                #expect(!result.isEmpty)
            } catch {
                #expect(error is any ServiceError, "\(error)")
            }
        }
    }
}
