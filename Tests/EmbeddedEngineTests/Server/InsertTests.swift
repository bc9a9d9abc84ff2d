// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Testing

@testable import EmbeddedEngine

@Suite struct InsertTests {
    @Test(arguments: [
        ("by_json", "INSERT INTO by_json FORMAT JSONEachRow", "{\"a\":1}\n{\"a\":2,\"b\":\"two\"}\n", "1,\"none\"\n2,\"two\"\n"),
        ("by_csv", "INSERT INTO by_csv (b, a) FORMAT CSV", "\"x\",1\n", "1,\"x\"\n"),
        ("by_values", "INSERT INTO by_values VALUES", "(1, DEFAULT), (2, upper('x;'))", "1,\"none\"\n2,\"X;\"\n"),
        ("by_input", "INSERT INTO by_input SELECT n * 10, 'in' FROM input('n Int32') FORMAT TSV", "1\n2\n", "10,\"in\"\n20,\"in\"\n"),
    ])
    func `data may stand behind the query or alone in the body`(table: String, insert: String, data: String, rows: String) async throws {
        let client = try await EngineFixture.shared.value.client
        let create = "(a Int32, b String DEFAULT 'none') ENGINE = MergeTree ORDER BY a"
        for name in [table, "\(table)_body"] { #expect(try await client.query("CREATE TABLE \(name) \(create)").status == 200) }

        let apart = try await client.query(insert, body: Array(data.utf8))
        #expect(apart.status == 200)
        let count = rows.split(separator: "\n").count
        #expect(apart.headers["x-clickhouse-summary"]?.hasPrefix("{\"written_rows\":\"\(count)\",") == true)
        #expect(try await client.query("SELECT * FROM \(table) ORDER BY a FORMAT CSV").text == rows)

        let together = insert.replacing("INTO \(table)", with: "INTO \(table)_body") + "\n" + data
        #expect(try await client.query(together).status == 200)
        #expect(try await client.query("SELECT * FROM \(table)_body ORDER BY a FORMAT CSV").text == rows)
    }

    @Test func `a Native block is taken as it was given`() async throws {
        let client = try await EngineFixture.shared.value.client
        let block = try await client.query("SELECT number::Int32 AS a, toString(number) AS b FROM numbers(70000) FORMAT Native").body
        #expect(
            try await client.query("CREATE TABLE by_native (a Int32, b LowCardinality(String)) ENGINE = MergeTree ORDER BY a").status == 200
        )
        let answer = try await client.query(
            "INSERT INTO by_native (a, b) FORMAT Native", body: try Gzip.compress(block), headers: ["Content-Encoding": "gzip"])
        #expect(answer.status == 200)
        #expect(try await client.query("SELECT count(), uniqExact(b), sum(a) FROM by_native").text == "70000\t70000\t2449965000\n")
    }

    @Test func `an insert is not repeated under the same token`() async throws {
        let client = try await EngineFixture.shared.value.client
        let table = "(a Int32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 10"
        #expect(try await client.query("CREATE TABLE by_token \(table)").status == 200)
        for token in ["one", "one", "two"] {
            let answer = try await client.query(
                "INSERT INTO by_token FORMAT CSV", "insert_deduplication_token=\(token)", body: Array("1\n".utf8))
            #expect(answer.status == 200)
        }
        #expect(try await client.query("SELECT count() FROM by_token").text == "2\n")
    }

    @Test func `what an insert reads and writes is told`() async throws {
        let client = try await EngineFixture.shared.value.client
        let answer = try await client.query("INSERT INTO FUNCTION null('n UInt64') SELECT number FROM numbers(50) WHERE number % 2 = 0")
        #expect(answer.headers["x-clickhouse-summary"]?.hasPrefix(#"{"read_rows":"50","read_bytes":"400","written_rows":"25","#) == true)
    }

    @Test(arguments: [
        ("INSERT INTO no_such_table FORMAT CSV", "1\n", 60), ("INSERT INTO FUNCTION null('a Int8') FORMAT Nonsense", "1\n", 73),
        ("INSERT INTO FUNCTION null('a Int8') FORMAT CSV", "x\n", 117),
    ])
    func `a failed insert says why`(insert: String, data: String, code: Int) async throws {
        let answer = try await EngineFixture.shared.value.client.query(insert, body: Array(data.utf8))
        #expect(answer.headers["x-clickhouse-exception-code"] == String(code))
        #expect(!answer.text.contains("/proc/"))
    }
}
