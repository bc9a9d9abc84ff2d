// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

@Suite("Query analysis")
struct QueryAnalysisTests {
    @Test(
        "tells the kind of a statement",
        arguments: [
            ("SELECT 1", QueryAnalysis.StatementKind.select), ("with 1 AS x select x", .select), ("(SELECT 1)", .select),
            ("FROM t SELECT 1", .select), ("/* c */ \u{FEFF}SELECT 1", .select), ("explain SELECT 1", .explain),
            ("DESC t", .describe(query: "SELECT * FROM t")),
            ("DESCRIBE TABLE (SELECT 1) FORMAT CSV", .describe(query: "SELECT * FROM (SELECT 1)")),
            ("INSERT INTO t VALUES (1)", .other(firstWord: "INSERT")), ("drop table t", .other(firstWord: "drop")),
            ("SET max_threads = 1", .other(firstWord: "SET")), ("SHOW TABLES", .other(firstWord: "SHOW")),
        ])
    func kind(query: String, expected: QueryAnalysis.StatementKind) throws {
        #expect(try analyzeQuery(query).statementKind == expected)
    }

    @Test(
        "sees that more than one statement is there",
        arguments: [
            ("SELECT 1", true), ("SELECT 1;", true), ("SELECT 1;; -- end", true), ("SELECT 1; SELECT 2", false),
            ("SELECT 1; DROP TABLE t", false),
        ])
    func singleStatement(query: String, expected: Bool) throws {
        #expect(try analyzeQuery(query).isSingleStatement == expected)
    }

    @Test("collects functions, called or named")
    func functions() throws {
        let query = """
            WITH x -> lower(x) AS f SELECT f(a), `max`(b), quantile(0.5)(c), arrayMap(upper, tags), cast(d AS Array(String)),
            sum(a) OVER (ORDER BY toDate(d)), * APPLY(toString) FROM numbers(toUInt64(3)) WHERE exists(SELECT now())
            """
        let analysis = try analyzeQuery(query)
        let expected: Set = [
            "lower", "max", "quantile", "arrayMap", "upper", "cast", "sum", "toDate", "toString", "toUInt64", "exists", "now",
        ]
        #expect(analysis.functions == expected)
        #expect(analysis.lambdas == ["f"])
        #expect(analysis.tableFunctions.map(\.name) == ["numbers"])
    }

    @Test(
        "takes clocks without brackets for functions",
        arguments: [
            "SELECT now", "SELECT Today AS d", "SELECT 1 WHERE toDate(d) = CURRENT_DATE", "SELECT a FROM t ORDER BY `localtimestamp`",
            "SELECT \"n\\x6fw\"",
        ])
    func bareClock(query: String) throws {
        let clocks: Set = ["now", "Today", "CURRENT_DATE", "localtimestamp"]
        #expect(try !analyzeQuery(query).functions.isDisjoint(with: clocks))
    }

    @Test("collects settings, format and parameters")
    func clauses() throws {
        let query = "SELECT {p: Array(UInt8)} FROM (SELECT 1 SETTINGS a = 1, b) SETTINGS c = 'x' FORMAT JSON SETTINGS d = -1"
        let analysis = try analyzeQuery(query)
        #expect(analysis.settingsClauses.map(\.name) == ["a", "b", "c", "d"])
        #expect(analysis.formatClause?.name == "JSON")
        #expect(analysis.formatClause.map { Array(query.utf8)[$0.range].elementsEqual("FORMAT JSON".utf8) } == true)
        #expect(analysis.queryParameters.map { "\($0.name): \($0.type)" } == ["p: Array(UInt8)"])
        #expect(try analyzeQuery("SELECT 1 INTO OUTFILE 'x' TRUNCATE COMPRESSION 'gzip' LEVEL 3 FORMAT CSV").hasIntoOutfile)
        #expect(try !analyzeQuery("SELECT format AS format FROM t").hasIntoOutfile)
    }

    @Test(
        "cuts off what cannot stand in brackets",
        arguments: [
            ("SELECT 1", "SELECT 1"), ("SELECT 1; -- end", "SELECT 1"), ("SELECT 1 FORMAT JSON", "SELECT 1 "),
            ("SELECT 1 FORMAT JSON SETTINGS final = 1;", "SELECT 1  SETTINGS final = 1"), ("SELECT 'FORMAT x;'", "SELECT 'FORMAT x;'"),
        ])
    func bareText(query: String, expected: String) throws {
        #expect(try analyzeQuery(query).bareText == expected)
    }

    @Test(
        "sees the limit of the outermost query",
        arguments: [
            ("SELECT 1 LIMIT 1", true), ("SELECT 1 LIMIT 1 BY a", false), ("SELECT 1 LIMIT 1 BY a LIMIT 2", true),
            ("SELECT TOP 3 a FROM t", true),
            ("SELECT * FROM (SELECT 1 LIMIT 1)", false), ("WITH q AS (SELECT 1 LIMIT 1) SELECT * FROM q", false),
            ("SELECT a FROM t ORDER BY a FETCH FIRST 2 ROWS ONLY", true), ("SELECT limit FROM t", false),
        ])
    func limit(query: String, expected: Bool) throws {
        #expect(try analyzeQuery(query).hasLimit == expected)
    }

    @Test(
        "names the place of a mistake",
        arguments: [
            ("", "Syntax error: the query is empty (line 1, column 1)"),
            ("SELECT 'a", "Syntax error: string literal is not closed (line 1, column 8)"),
            ("SELECT\n  \u{E9}", "Syntax error: unexpected character (line 2, column 3)"),
            ("SELECT '\u{E9}', /*", "Syntax error: comment is not closed (line 1, column 13)"),
            (
                "SELECT 1 FROM",
                "Syntax error: the query ends where a table, a table function or a query in brackets was expected (line 1, column 14)"
            ),
            ("SELECT (1", "Syntax error: the query ends where `)` was expected (line 1, column 10)"),
            ("SELECT a FROM t WHERE\nGROUP BY", "Syntax error: expected the end of the query, found `BY` (line 2, column 7)"),
        ])
    func place(query: String, message: String) {
        let error = #expect(throws: SQLSyntaxError.self) { try analyzeQuery(query) }
        #expect(error?.message == message)
    }

    @Test(
        "ends before the stack does",
        arguments: [
            "(", "[", "f(", "NOT (", "(SELECT (", "SELECT * FROM (", "a IN (", "CASE WHEN ", "INTERVAL (", "x -> (", "(WITH a AS (SELECT ",
            "f(a) OVER (ORDER BY ",
        ])
    func depth(opening: String) {
        let query = "SELECT " + String(repeating: opening, count: 20_000)
        let error = #expect(throws: SQLSyntaxError.self) { try analyzeQuery(query) }
        #expect(error?.message.contains("brackets are nested more than 200 deep") == true)
    }

    @Test("reads brackets up to its limit")
    func deepestQuery() throws {
        let count = 90
        let query = String(repeating: "SELECT * FROM (", count: count) + "SELECT 1 FROM t" + String(repeating: ")", count: count)
        #expect(try analyzeQuery(query).tables.map(\.name) == ["t"])
    }

    @Test("refuses a WITH above its limit")
    func manyNames() {
        let names = (0...200).map { "c\($0) AS (SELECT 1)" }.joined(separator: ", ")
        let error = #expect(throws: SQLSyntaxError.self) { try analyzeQuery("WITH \(names) SELECT 1") }
        #expect(error?.message.contains("WITH defines more than 200 names") == true)
    }

    @Test("refuses text above its limit")
    func length() {
        #expect(throws: SQLSyntaxError.self) { try analyzeQuery("SELECT '" + String(repeating: "a", count: 1 << 20) + "'") }
    }

    @Test("gives an answer to any text", arguments: 0..<500)
    func anyText(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = "SELECT " + random.sqlText(pieceCount: 25)
        if let analysis = try? analyzeQuery(text) {
            let replaced = replaceTables(in: analysis) { _ in .query("SELECT 1") }
            #expect((try? analyzeQuery(replaced))?.tables.isEmpty == true, "\(text)")
        }
    }
}
