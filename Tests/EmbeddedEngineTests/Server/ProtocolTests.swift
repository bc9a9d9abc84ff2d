// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Testing

@testable import EmbeddedEngine

/// What any ClickHouse server would answer, asked of the child.
@Suite struct ProtocolTests {
    private func client() async throws -> SocketClient { try await EngineFixture.shared.value.client }

    @Test func `ping is answered`() async throws {
        let answer = try await self.client().send("GET", path: "/ping")
        #expect(answer.status == 200)
        #expect(answer.text == "Ok.\n")
    }

    @Test(arguments: [
        ("SELECT 1 AS a, 'x' AS b", "", "1\tx\n"),
        ("SELECT 1 AS a, 'x\ty' AS b FORMAT CSVWithNames", "", "\"a\",\"b\"\n1,\"x\ty\"\n"),
        ("SELECT toUInt64(1) AS a FORMAT JSONEachRow", "", "{\"a\":1}\n"),
        ("SELECT toUInt64(1) AS a", "default_format=JSONEachRow&output_format_json_quote_64bit_integers=1", "{\"a\":\"1\"}\n"),
        (
            "SELECT toUInt64(1) AS a FORMAT JSONEachRow SETTINGS output_format_json_quote_64bit_integers=1", "compatibility=24.8",
            "{\"a\":\"1\"}\n"
        ),
        ("SELECT NULL AS a, [1, 2] AS b, map('k', 1.5) AS c FORMAT JSONCompactEachRow", "", "[null, [1,2], {\"k\":1.5}]\n"),
        ("SELECT 'Zürich \u{1F426}', length('a\0b')", "", "Zürich \u{1F426}\t3\n"),
        ("SELECT 1 FORMAT Null", "", ""),
        ("EXPLAIN SELECT 1 FORMAT TSVRaw", "", "Output: 1\n\nReadFromSystemOne\n"),
        ("EXPLAIN AST SELECT a -- the end\nFORMAT TSVRaw;", "", explainedTree),
        ("EXPLAIN AST SELECT a", "default_format=TSVRaw", explainedTree),
        ("SELECT 1; -- the end", "", "1\n"),
    ])
    func `a result has the engine's own bytes`(sql: String, parameters: String, expected: String) async throws {
        let answer = try await self.client().query(sql, parameters)
        #expect(answer.status == 200)
        #expect(answer.text == expected)
    }

    @Test func `JSON has its limit and true statistics`() async throws {
        let answer = try await self.client().query("SELECT number AS n FROM numbers(10) ORDER BY n LIMIT 2 FORMAT JSONCompact")
        let upToTime = answer.text.firstRange(of: "\"elapsed\"").map { answer.text[..<$0.lowerBound] }
        #expect(
            upToTime == """
                {
                \t"meta":
                \t[
                \t\t{
                \t\t\t"name": "n",
                \t\t\t"type": "UInt64"
                \t\t}
                \t],

                \t"data":
                \t[
                \t\t[0],
                \t\t[1]
                \t],

                \t"rows": 2,

                \t"rows_before_limit_at_least": 10,

                \t"statistics":
                \t{
                \t\t
                """)
        #expect(answer.text.hasSuffix("\"rows_read\": 10,\n\t\t\"bytes_read\": 80\n\t}\n}\n"))
        #expect(answer.headers["content-type"] == "application/json; charset=UTF-8")
        #expect(
            answer.headers["x-clickhouse-summary"]?.hasPrefix(
                #"{"read_rows":"10","read_bytes":"80","written_rows":"0","result_rows":"2","elapsed_ns":""#)
                == true)
    }

    @Test func `binary formats pass unharmed`() async throws {
        let answer = try await self.client().query("SELECT number FROM numbers(1000) FORMAT Parquet")
        #expect(answer.body.prefix(4) == Array("PAR1".utf8)[...])
        #expect(answer.body.suffix(4) == Array("PAR1".utf8)[...])
    }

    @Test func `formats without statistics have theirs in the summary`() async throws {
        let client = try await self.client()
        // Each asks for a number of rows of its own, and all at once: nobody gets another's figures.
        try await withThrowingTaskGroup { group in
            for count in 1...24 {
                group.addTask {
                    let answer = try await client.query("SELECT number FROM numbers(\(count)) FORMAT CSV")
                    let expected = #"{"read_rows":"\#(count)","read_bytes":"\#(8 * count)","#
                    #expect(answer.headers["x-clickhouse-summary"]?.hasPrefix(expected) == true)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: [
        ("SELECT * FROM no_such_table", "", 404, 60, "UNKNOWN_TABLE"),
        ("SELECT nope", "", 404, 47, "UNKNOWN_IDENTIFIER"),
        ("SELEKT 1", "", 400, 62, "SYNTAX_ERROR"),
        ("SELECT 1 FROM", "", 400, 62, "SYNTAX_ERROR"),
        ("SELECT 1; SELECT 2", "", 400, 62, "SYNTAX_ERROR"),
        ("SELECT 1 FORMAT Nonsense", "", 404, 73, "UNKNOWN_FORMAT"),
        ("SELECT 1", "nonsense=1", 404, 115, "UNKNOWN_SETTING"),
        ("SELECT 1", "a%20b=1", 404, 115, "UNKNOWN_SETTING"),
        ("SELECT 1", "database=no_such_database", 404, 81, "UNKNOWN_DATABASE"),
        ("SELECT {x:String}", "", 500, 456, "UNKNOWN_QUERY_PARAMETER"),
        ("SELECT throwIf(1)", "", 500, 395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"),
        ("SELECT sleep(3)", "max_execution_time=1", 408, 159, "TIMEOUT_EXCEEDED"),
        ("SELECT uniqExact(number) FROM numbers(10000000)", "max_memory_usage=10000000", 500, 241, "MEMORY_LIMIT_EXCEEDED"),
        ("SELECT number FROM numbers(1000000)", "max_result_bytes=1000", 500, 396, "TOO_MANY_ROWS_OR_BYTES"),
        ("DROP TABLE no_such_table", "", 404, 60, "UNKNOWN_TABLE"),
        ("CREATE TABLE readonly_table (a Int8) ENGINE = Memory", "readonly=1", 500, 164, "READONLY"),
        ("SELECT 1", "session_id=x", 400, 36, "BAD_ARGUMENTS"),
        ("SELECT 1", "query=%zz", 400, 36, "BAD_ARGUMENTS"),
    ])
    func `an error has ClickHouse's number, name and status`(
        sql: String, parameters: String, status: Int, code: Int, name: String
    ) async throws {
        let answer = try await self.client().query(sql, parameters)
        #expect(answer.status == status)
        #expect(answer.headers["x-clickhouse-exception-code"] == String(code))
        #expect(answer.text.hasPrefix("Code: \(code). DB::Exception: "))
        #expect(answer.text.contains(". (\(name)) (version 26.9."))
        #expect(!answer.text.contains("OUTFILE '"))
        #expect(!answer.text.contains("log_comment"))
    }

    @Test func `settings end with their query`() async throws {
        let client = try await self.client()
        let standard = try await client.query("SELECT getSetting('max_block_size')").text
        // More often than there are connections, so that every one of them is asked again.
        for _ in 0..<6 {
            #expect(try await client.query("SELECT getSetting('max_block_size')", "max_block_size=7").text == "7\n")
            #expect(try await client.query("SELECT getSetting('max_block_size')").text == standard)
            #expect(try await client.query("SET max_block_size = 8").status == 200)
            #expect(try await client.query("SELECT getSetting('max_block_size')").text == standard)
        }
    }

    @Test func `parameters end with their query`() async throws {
        let client = try await self.client()
        for _ in 0..<6 {
            let answer = try await client.query("SELECT {x:String}, {y:Array(Int8)}", "param_x=a%5Ctb'&param_y=[1,2]")
            #expect(answer.text == "a\\tb\\'\t[1,2]\n")
            #expect(try await client.query("SELECT {x:String}").headers["x-clickhouse-exception-code"] == "456")
        }
    }

    @Test func `temporary tables end with their query`() async throws {
        let client = try await self.client()
        for _ in 0..<6 {
            #expect(try await client.query("CREATE TEMPORARY TABLE fleeting (a Int8)").status == 200)
            #expect(try await client.query("SELECT * FROM fleeting").headers["x-clickhouse-exception-code"] == "60")
        }
    }

    @Test func `the database is the request's`() async throws {
        let client = try await self.client()
        #expect(try await client.query("CREATE DATABASE other").status == 200)
        for _ in 0..<6 {
            #expect(try await client.query("SELECT currentDatabase()", "database=other").text == "other\n")
            #expect(try await client.query("SELECT currentDatabase()").text == "default\n")
        }
    }

    @Test func `reading by GET cannot write`() async throws {
        let client = try await self.client()
        let read = try await client.send("GET", parameters: "query=SELECT%201&query_id=abc")
        #expect(read.text == "1\n")
        #expect(read.headers["x-clickhouse-query-id"] == "abc")
        let write = try await client.send("GET", parameters: "query=CREATE%20DATABASE%20by_get")
        #expect(write.headers["x-clickhouse-exception-code"] == "164")
    }

    @Test func `answers and bodies may be compressed`() async throws {
        let client = try await self.client()
        let query = try Gzip.compress(Array("SELECT number FROM numbers(100000)".utf8))
        let answer = try await client.send(
            "POST", parameters: "enable_http_compression=1", body: query, headers: ["Content-Encoding": "gzip", "Accept-Encoding": "gzip"])
        #expect(answer.headers["content-encoding"] == "gzip")
        let text = String(decoding: try Gzip.decompress(answer.body, limit: 1 << 20), as: UTF8.self)
        #expect(text.hasPrefix("0\n1\n2\n"))
        #expect(text.hasSuffix("\n99999\n"))
        let damaged = try await client.send("POST", body: Array(query.dropLast(4)), headers: ["Content-Encoding": "gzip"])
        #expect(damaged.headers["x-clickhouse-exception-code"] == "354")
    }

    @Test func `a long result arrives whole`() async throws {
        let answer = try await self.client().query("SELECT number FROM numbers(1000000) FORMAT RowBinary")
        #expect(answer.body.count == 8_000_000)
    }
}

private let explainedTree = """
    SelectWithUnionQuery (children 1)
     ExpressionList (children 1)
      SelectQuery (children 2)
       ExpressionList (children 1)
        Identifier a
       TablesInSelectQuery (children 1)
        TablesInSelectQueryElement (children 1)
         TableExpression (children 1)
          TableIdentifier system.one

    """
