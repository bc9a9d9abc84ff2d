// Part of Martlet. Apache License 2.0; see LICENSE.

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
        ("SELECT 1 WHERE 1 IN other.events", 81),
    ])
    func `other databases and the engine's own tables do not exist`(_ text: String, _ number: Int) {
        #expect { try self.text(text) } throws: { ($0 as? ClickHouseError)?.number == number }
    }
}
