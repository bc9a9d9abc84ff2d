// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

@Suite("Table replacement")
struct TableReplacementTests {
    @Test(
        "puts a query in the place of a table",
        arguments: [
            ("SELECT node.a FROM node", "SELECT node.a FROM (\nSELECT 1\n) AS `node`"),
            ("SELECT * FROM node AS n FINAL WHERE 1", "SELECT * FROM (\nSELECT 1\n) AS n  WHERE 1"),
            ("SELECT * FROM node FINAL", "SELECT * FROM (\nSELECT 1\n) AS `node` "),
            ("SELECT * FROM ws.node, t", "SELECT * FROM (\nSELECT 1\n) AS `node`, t"),
            ("SELECT a IN node, a IN (node) FROM t", "SELECT a IN (\nSELECT 1\n), a IN ((\nSELECT 1\n)) FROM t"),
            (
                "SELECT 'node', node /* node */ FROM t JOIN node USING node",
                "SELECT 'node', node /* node */ FROM t JOIN (\nSELECT 1\n) AS `node` USING node"
            ),
            (
                "WITH node AS (SELECT * FROM node) SELECT * FROM node",
                "WITH node AS (SELECT * FROM (\nSELECT 1\n) AS `node`) SELECT * FROM node"
            ),
            ("DESCRIBE node", "DESCRIBE (\nSELECT 1\n) AS `node`"),
        ])
    func query(text: String, expected: String) throws {
        let result = replaceTables(in: try analyzeQuery(text)) { $0.name == "node" ? .query("SELECT 1") : nil }
        #expect(result == expected)
    }

    @Test("a comment at the end of the query does not swallow the bracket")
    func trailingComment() throws {
        let result = replaceTables(in: try analyzeQuery("SELECT * FROM node WHERE a")) { _ in .query("SELECT 1 -- one") }
        #expect(result == "SELECT * FROM (\nSELECT 1 -- one\n) AS `node` WHERE a")
        #expect(try analyzeQuery(result).tables.isEmpty)
    }

    @Test(
        "puts a table in the place of another",
        arguments: [
            ("SELECT events.a FROM events FINAL", "SELECT events.a FROM `d`.`t\\`1` AS `events` FINAL"),
            ("SELECT e.a FROM events e", "SELECT e.a FROM `d`.`t\\`1` e"),
            (
                "SELECT a FROM u JOIN events USING a WHERE a IN events",
                "SELECT a FROM u JOIN `d`.`t\\`1` AS `events` USING a WHERE a IN `d`.`t\\`1`"
            ),
        ])
    func table(text: String, expected: String) throws {
        let result = replaceTables(in: try analyzeQuery(text)) { $0.name == "events" ? .table(database: "d", name: "t`1") : nil }
        #expect(result == expected)
    }

    @Test("passes on what the caller throws")
    func refusal() throws {
        struct Unknown: Error, Equatable { let name: String }
        let analysis = try analyzeQuery("SELECT * FROM a, b")
        #expect(throws: Unknown(name: "b")) {
            try replaceTables(in: analysis) { table throws(Unknown) in
                if table.name == "b" { throw Unknown(name: table.name) }
                return nil
            }
        }
    }
}
