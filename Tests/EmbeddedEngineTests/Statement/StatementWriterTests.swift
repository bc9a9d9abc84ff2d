// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

@testable import EmbeddedEngine

@Suite struct StatementWriterTests {
    @Test(arguments: [
        ("SELECT 1 -- one", "SELECT 1 INTO OUTFILE '/f' APPEND FORMAT `CSV` SETTINGS a = '1'"),
        ("SELECT 1 FORMAT CSV;", "SELECT 1  INTO OUTFILE '/f' APPEND FORMAT `CSV` SETTINGS a = '1'"),
        ("SELECT 1 FORMAT CSV SETTINGS b = 2", "SELECT 1  INTO OUTFILE '/f' APPEND FORMAT `CSV` SETTINGS a = '1', b = 2"),
        ("SELECT 'x\0y'", "SELECT 'x\\0y' INTO OUTFILE '/f' APPEND FORMAT `CSV` SETTINGS a = '1'"),
    ])
    func `a query writes its result to a file`(sql: String, written: String) throws {
        let statement = try StatementParser.parse(Array(sql.utf8))
        guard case .query(let clause) = statement.kind else { throw WrongKind() }
        let text = StatementWriter.query(statement, clause: clause, format: "CSV", to: "/f", settings: ["a": "1"])
        #expect(String(decoding: text, as: UTF8.self) == written)
    }

    @Test(arguments: [
        ("INSERT INTO t (a) FORMAT CSV 1", "INSERT INTO t (a)  SELECT * FROM file('/f', 'CSV')"),
        ("INSERT INTO t VALUES (1)", "INSERT INTO t  SELECT * FROM file('/f', 'Values')"),
        (
            "INSERT INTO t SELECT a + 1 FROM input('a Int8') WHERE a FORMAT CSV 1",
            "INSERT INTO t SELECT a + 1 FROM file('/f', 'CSV', 'a Int8') WHERE a "
        ),
    ])
    func `an insert reads its data from a file`(sql: String, written: String) throws {
        let statement = try StatementParser.parse(Array(sql.utf8))
        guard case .dataInsert(let insert) = statement.kind else { throw WrongKind() }
        #expect(String(decoding: StatementWriter.insert(statement, insert, from: "/f"), as: UTF8.self) == written)
    }

    @Test func `a setting has a plain name`() {
        #expect(SQLText.isSettingName("max_threads"))
        #expect(!SQLText.isSettingName("a = 1, b"))
        #expect(!SQLText.isSettingName(""))
    }
}

/// A statement was taken for another kind.
private struct WrongKind: Error {}
