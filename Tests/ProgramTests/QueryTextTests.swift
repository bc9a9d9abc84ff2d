// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Testing

@testable import martlet

struct QueryTextTests {
    @Test(arguments: [
        ("SELECT 1;", "SELECT * FROM (\nSELECT 1\n) LIMIT 5"), ("with 1 AS x select x", "SELECT * FROM (\nwith 1 AS x select x\n) LIMIT 5"),
        ("DESCRIBE events", "DESCRIBE events"),
    ])
    func `a query that can have a limit gets one`(query: String, limited: String) throws {
        #expect(try ShellQuery(query).limited(to: 5) == limited)
    }

    @Test func `a query that names a format is sent as it is`() throws {
        #expect(try ShellQuery("SELECT 1 FORMAT CSV ; ").namesFormat)
        #expect(try !ShellQuery("SELECT 1 AS format").namesFormat)
        #expect(throws: CommandError.self) { try ShellQuery(" ; ") }
    }

    @Test func `an underscore stands for the data source, but in a text`() {
        #expect(DataSourceQuery.query("SELECT _.a, a_b, '_' FROM _", over: "e") == "SELECT e.a, a_b, '_' FROM e")
    }

    @Test func `an answer is a table with types, numbers to the right`() throws {
        let answer = try QueryAnswer(
            ByteBuffer(
                string: #"{"meta":[{"name":"c","type":"UInt64"},{"name":"s","type":"String"}],"data":[{"c":3,"s":"a"},{"c":14,"s":null}]}"#)
        )
        #expect(
            ResultTable(answer: answer).rendered(style: TextStyle(isColored: false))
                == "       c    s       \n  UInt64    String  \n────────────────────\n       3    a       \n      14    NULL    \n")
        #expect(answer.rendered(as: .csv, width: 80, style: TextStyle(isColored: false)) == "c,s\n3,a\n14,\n")
    }

    @Test(arguments: [("90s", 90), ("30min", 1800), ("1h", 3600), ("7d", 604_800), ("10", 10)])
    func `times are read`(text: String, seconds: Int) { #expect(TimeToLive(argument: text)?.seconds == seconds) }

    @Test(arguments: ["", "h", "-1h", "0s", "1y", "99999999999999999999d", "9223372036854775807w", "1000000d"])
    func `what is no time is refused`(text: String) { #expect(TimeToLive(argument: text) == nil) }
}
