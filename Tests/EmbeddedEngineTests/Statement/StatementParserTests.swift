// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct StatementParserTests {
    @Test(
        arguments: [
            ("SELECT 1", nil),
            ("SELECT 1 FORMAT JSON", "JSON"),
            ("select 1 format `CSV`;", "CSV"),
            ("SELECT 1 SETTINGS max_threads = 1 FORMAT TSV", "TSV"),
            ("SELECT 1 FORMAT JSON SETTINGS max_threads = 1, max_block_size = 2", "JSON"),
            ("SELECT 1 -- FORMAT CSV\nFORMAT JSON -- a comment", "JSON"),
            ("SELECT 'FORMAT JSON'", nil),
            ("SELECT format('{}', 1)", nil),
            ("SELECT 1 AS format FROM numbers(1)", nil),
            ("SELECT * FROM (SELECT 1 FORMAT JSON)", nil),
            ("(SELECT 1) UNION ALL (SELECT 2) FORMAT XML", "XML"),
            ("SELECT $a$ FORMAT CSV $a$ FORMAT JSON", "JSON"),
            ("/* ; */ WITH 1 AS x SELECT ';' , x", nil),
            ("EXPLAIN SELECT 1 FORMAT TSVRaw", "TSVRaw"),
        ] as [(String, String?)])
    func `a query's format is the clause at its end`(sql: String, format: String?) throws {
        let statement = try StatementParser.parse(Array(sql.utf8))
        guard case .query(let clause) = statement.kind else {
            Issue.record("not a query: \(statement.kind)")
            return
        }
        #expect(clause?.name == format)
    }

    @Test(arguments: [
        ("INSERT INTO t FORMAT CSV\n1,2", "INSERT INTO t ", "CSV", "1,2"),
        ("INSERT INTO t (a, b) FORMAT JSONEachRow {\"a\":1}", "INSERT INTO t (a, b) ", "JSONEachRow", "{\"a\":1}"),
        ("insert into d.t values (1, ';'); DROP TABLE t", "insert into d.t ", "Values", "(1, ';'); DROP TABLE t"),
        ("INSERT INTO values VALUES (1)", "INSERT INTO values ", "Values", "(1)"),
        ("INSERT INTO `FORMAT` SETTINGS async_insert = 0 FORMAT TSV\n\n1", "INSERT INTO `FORMAT` SETTINGS async_insert = 0 ", "TSV", "\n1"),
        (
            "INSERT INTO t SELECT a FROM input('a Int8') FORMAT Native\r\n1", "INSERT INTO t SELECT a FROM input('a Int8') ", "Native", "1"
        ),
        ("INSERT INTO FUNCTION null('a Int8') FORMAT CSV;\n1", "INSERT INTO FUNCTION null('a Int8') ", "CSV", "1"),
    ])
    func `the data of an insert begins behind its format`(sql: String, head: String, format: String, data: String) throws {
        let statement = try StatementParser.parse(Array(sql.utf8))
        guard case .dataInsert(let insert) = statement.kind else {
            Issue.record("no insert with data: \(statement.kind)")
            return
        }
        #expect(String(decoding: statement.text, as: UTF8.self) == head)
        #expect(insert.format == format)
        #expect(String(decoding: Array(sql.utf8)[insert.dataStart...], as: UTF8.self) == data)
    }

    @Test(arguments: [
        ("INSERT INTO t SELECT 1", Statement.Kind.insertSelect),
        ("INSERT INTO t WITH 1 AS x SELECT x FORMAT CSV", .insertSelect),
        ("CREATE TABLE t (a Int8) ENGINE = Memory;", .command),
        ("CREATE OR REPLACE TEMPORARY TABLE t (a Int8)", .sessionCommand),
        ("set max_threads = 1", .sessionCommand),
        ("USE d", .sessionCommand),
        ("ALTER TABLE t DELETE WHERE a = 1", .command),
    ])
    func `a statement without rows is known by its first words`(sql: String, kind: Statement.Kind) throws {
        #expect(try StatementParser.parse(Array(sql.utf8)).kind == kind)
    }

    @Test(arguments: [
        ("", EngineException.emptyQuery),
        (" -- nothing", .emptyQuery),
        ("SELECT 1; SELECT 2", .multipleStatements),
        ("SET a = 1; DROP TABLE t", .multipleStatements),
        ("SELECT 1 /* ; */; -- ;\n ; DROP TABLE t", .multipleStatements),
        ("SELECT 1 INTO OUTFILE '/x'", .fileOutput),
        ("INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV", .fileInput),
        ("SHOW TABLES", .showNotSupported),
    ])
    func `what the child must not run is refused`(sql: String, exception: EngineException) {
        #expect(throws: exception) { try StatementParser.parse(Array(sql.utf8)) }
    }

    @Test(arguments: [
        "'", "\"", "`", "$", "$a$", "/*", "--", "\\", "'\\", "SELECT `", "INSERT", "INSERT INTO", "INSERT INTO t FORMAT", "(((", "FORMAT `",
    ])
    func `broken text is left to the engine`(sql: String) {
        _ = try? StatementParser.parse(Array(sql.utf8))
        _ = try? StatementParser.parse(Array("SELECT 1 FORMAT \(sql)".utf8))
        _ = try? StatementParser.parse(Array("INSERT INTO t SELECT * FROM input(\(sql)".utf8))
    }
}
