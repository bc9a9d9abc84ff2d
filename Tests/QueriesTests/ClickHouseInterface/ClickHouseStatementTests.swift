// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Queries

struct ClickHouseStatementTests {
    private func statement(_ text: String, database: String? = nil) throws -> ClickHouseStatement {
        try ClickHouseStatement(text, in: ClickHouseSession(workspaceName: "shop", database: database, user: "me"))
    }

    @Test(arguments: [
        ("SELECT 1", "SELECT 1"),
        ("((SELECT 1))", "((SELECT 1))"),
        ("show databases", "SELECT name FROM system.databases WHERE 1"),
        ("SHOW TABLES", "SELECT name FROM system.tables WHERE database = 'shop'"),
        (
            "SHOW FULL TABLES FROM `default` NOT ILIKE 'a%' LIMIT 3;",
            "SELECT name FROM system.tables WHERE database = 'shop' AND name NOT ILIKE 'a%' LIMIT 3"
        ),
        (
            "SHOW CREATE events FORMAT TSVRaw",
            "SELECT create_table_query AS statement FROM system.tables WHERE database = 'shop' AND name = 'events' FORMAT `TSVRaw`"
        ),
        ("EXISTS shop.`a``b`", "SELECT toUInt8(count() > 0) AS result FROM system.tables WHERE database = 'shop' AND name = 'a`b'"),
        ("EXISTS DATABASE nothing", "SELECT toUInt8(0) AS result"),
        ("SHOW SETTINGS LIKE 'max%'", "SELECT name, type, value FROM system.settings WHERE 1 AND name LIKE 'max%'"),
    ])
    func `what a server tells of itself is asked of its tables`(_ text: String, _ query: String) throws {
        #expect(try self.statement(text) == .query(query))
    }

    @Test func `a description is one of a query's columns`() throws {
        #expect(
            try self.statement("DESCRIBE TABLE shop.events FORMAT TSKV") == .description(ofQuery: "SELECT * FROM shop.events FORMAT TSKV"))
        #expect(try self.statement("desc (SELECT 1)") == .description(ofQuery: "SELECT * FROM (SELECT 1)"))
        #expect(try self.statement("DESCRIBE SELECT 1") == .description(ofQuery: "SELECT 1"))
        #expect(try self.statement("USE shop") == .nothing)
    }

    @Test(arguments: [
        ("INSERT INTO t VALUES (1)", 164), ("drop table t", 164), ("SET x = 1", 164), ("", 62), ("SHOW GRANTS", 62),
        ("SHOW TABLES LIKE x", 62),
        ("SHOW TABLES; DROP TABLE t", 62), ("SHOW TABLES FROM other", 81), ("USE other", 81), ("EXISTS other.t", 81), ("SELECT 'open", 62),
    ])
    func `what changes something, or is not understood, is refused`(_ text: String, _ number: Int) {
        #expect { try self.statement(text) } throws: { ($0 as? ClickHouseError)?.number == number }
    }

    @Test func `functions about the client become what is known of it, and names that are parameters become names`() throws {
        let session = try ClickHouseSession(workspaceName: "shop", database: "default", user: "o'me")
        #expect(
            try session.complete("SELECT currentUser() AS u, 'user()', DATABASE ( )", parameters: [:])
                == "SELECT ('o\\'me' AS `currentUser()`) AS u, 'user()', ('default' AS `DATABASE()`)")
        #expect(
            try session.complete("SELECT {c:Identifier} FROM {t : Identifier}", parameters: ["c": "n", "t": "x` y"])
                == "SELECT `n` FROM `x\\` y`")
        #expect(try session.complete("SELECT {c:String}", parameters: [:]) == "SELECT {c:String}")
        #expect(throws: ClickHouseError.missingParameter("c")) { try session.complete("SELECT {c:Identifier}", parameters: [:]) }
    }
}
