// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

/// The expectations were compared with what the engine resolves (EXPLAIN AST and EXPLAIN QUERY TREE).
@Suite("Table references")
struct TableReferenceTests {
    /// The engine would look for `z` in the body of `t` where `t` is read, find the inner one, and there read a real table `t`.
    @Test func `a common table may not change the meaning of a name around it`() {
        #expect(throws: SQLSyntaxError.self) {
            try analyzeQuery(
                "WITH z AS (SELECT 1 AS a), t AS (SELECT * FROM z) SELECT * FROM (WITH z AS (SELECT * FROM t) SELECT * FROM t)")
        }
        #expect(throws: Never.self) {
            try analyzeQuery("SELECT * FROM (WITH z AS (SELECT 1) SELECT * FROM z), (WITH z AS (SELECT 2) SELECT * FROM z)")
        }
    }

    @Test(
        "are found wherever a table stands",
        arguments: [
            ("SELECT 1", ""),
            ("SELECT * FROM t", "t"),
            ("SELECT * FROM db.t", "db.t"),
            ("SELECT * FROM `db`.\"t\"", "db.t"),
            ("SELECT * FROM `a``b`", "a`b"),
            ("SELECT * FROM \u{201C}t\u{201D}", "t"),
            ("SELECT * FROM t FINAL", "t final"),
            ("SELECT * FROM t AS x FINAL SAMPLE 1/10 OFFSET 1/2", "t as final"),
            ("SELECT * FROM t x, u AS y, (SELECT * FROM v) z", "t as, u as, v"),
            ("SELECT * FROM t AS x (a, b)", "t as"),
            ("SELECT * FROM t INNER JOIN u ON t.id = u.id", "t, u join"),
            ("SELECT * FROM t ANY LEFT JOIN u USING (id)", "t, u join"),
            ("SELECT * FROM t LEFT ANTI JOIN u USING id, b", "t, u join"),
            ("SELECT * FROM t GLOBAL ASOF LEFT JOIN u ON t.id = u.id AND t.d >= u.d, v", "t, u join, v"),
            ("SELECT * FROM t FULL OUTER JOIN u ON 1 = 1 CROSS JOIN v PASTE JOIN w", "t, u join, v join, w join"),
            ("SELECT * FROM t NATURAL JOIN u", "t, u join"),
            ("SELECT * FROM t ARRAY JOIN c, tags JOIN u ON 1 = 1", "t, u join"),
            ("SELECT * FROM t LEFT ARRAY JOIN arrayMap(x -> x IN (SELECT a FROM v), c) AS e", "t, v"),
            ("SELECT a IN t, a NOT IN u, a GLOBAL IN v, a GLOBAL NOT IN w FROM z", "t in, u in, v in, w in, z"),
            ("SELECT a IN (t), a IN +t, a IN ((t AS q)), a IN db.t FROM u", "t in, t in, t in, db.t in, u"),
            ("SELECT a IN t = 1, a IN t || x, a IN t + 1, a IN (t, u), a IN [t], a IN f(t) FROM z", "t in, z"),
            ("SELECT in(a, t), globalNotIn(a, (u)), nullInIgnoreSet(a, v) FROM z", "t in, u in, v in, z"),
            ("SELECT position(a IN t), position(a, 'x') FROM u", "u"),
            ("SELECT (SELECT max(a) FROM u), [(SELECT 1 FROM v)], ((SELECT 2 FROM w)) FROM t", "u, v, w, t"),
            ("SELECT arrayMap(x -> x IN (SELECT a FROM v), c) FROM t", "v, t"),
            ("SELECT count() FROM t WHERE EXISTS (SELECT 1 FROM u) AND exists(SELECT 1 FROM v)", "t, u, v"),
            ("SELECT a FROM t WHERE a = ANY (SELECT a FROM u) OR a > all(SELECT a FROM v)", "t, u, v"),
            ("SELECT CASE WHEN a IN u THEN (SELECT 1 FROM v) ELSE a END FROM t", "u in, v, t"),
            ("SELECT a ? (SELECT 1 FROM u) : 2 FROM t", "u, t"),
            ("SELECT CAST((SELECT 1 FROM u) AS Nullable(String)), (SELECT 2 FROM v)::DateTime64(3, 'UTC') FROM t", "u, v, t"),
            ("SELECT sum(a) FILTER (WHERE a IN (SELECT a FROM u)) OVER (PARTITION BY b IN v ORDER BY c) FROM t", "u, v in, t"),
            ("SELECT * REPLACE ((SELECT 1 FROM u) AS a) EXCEPT (b) APPLY(x -> x IN v) FROM t", "u, v in, t"),
            ("SELECT * EXCEPT (a, b) FROM t", "t"),
            ("SELECT * EXCEPT (SELECT a FROM t)", "t"),
            ("SELECT a FROM t UNION ALL SELECT a FROM u EXCEPT (SELECT a FROM v INTERSECT SELECT a FROM w)", "t, u, v, w"),
            ("((SELECT a FROM t) UNION DISTINCT SELECT a FROM u)", "t, u"),
            ("SELECT * FROM ((SELECT a FROM t) UNION ALL (SELECT a FROM u))", "t, u"),
            ("SELECT ((SELECT 1 FROM t) + 1, 2)", "t"),
            ("SELECT * FROM (((SELECT * FROM t)))", "t"),
            ("SELECT a FROM t PREWHERE a IN u WHERE b IN v GROUP BY c HAVING d IN w", "t, u in, v in, w in"),
            ("SELECT a FROM t ORDER BY a IN u, (SELECT 1 FROM v) DESC NULLS LAST COLLATE 'en'", "t, u in, v"),
            ("SELECT a FROM t ORDER BY a WITH FILL FROM 1 TO (SELECT 9 FROM u) STEP 1 INTERPOLATE (b AS b + 1)", "t, u"),
            ("SELECT a FROM t QUALIFY a IN u LIMIT (SELECT 1 FROM v) BY b LIMIT 2 OFFSET (SELECT 3 FROM w)", "t, u in, v, w"),
            ("SELECT a FROM t GROUP BY GROUPING SETS ((a), (b IN u), ()) WITH TOTALS", "t, u in"),
            ("SELECT a FROM t WINDOW w AS (PARTITION BY a IN u ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)", "t, u in"),
            ("FROM t SELECT a", "t"),
            ("FROM t AS x JOIN u USING id SELECT x.a WHERE a IN v", "t as, u join, v in"),
            ("FROM t", "t"),
            ("SELECT * FROM (FROM t)", "t"),
            ("EXPLAIN PLAN indexes = 1 SELECT * FROM t", "t"),
            ("EXPLAIN QUERY TREE (SELECT * FROM t)", "t"),
            ("DESCRIBE TABLE t", "t"),
            ("DESC (SELECT * FROM t)", "t"),
            ("SELECT a, FROM t", "t"),
            ("SELECT a, from FROM t", "t"),
            ("SELECT from FROM t", "t"),
            ("SELECT from.a FROM t AS from", "t as"),
            ("SELECT `from`, a.from, \"FROM u\" FROM t", "t"),
            ("SELECT extract(day FROM d), EXTRACT(year FROM (SELECT 1 FROM u)) FROM t", "u, t"),
            ("SELECT trim(LEADING 'x' FROM y), substring(x FROM 1 FOR 2), overlay(b PLACING 'x' FROM 1) FROM t", "t"),
            ("SELECT a IS NOT DISTINCT FROM b FROM t", "t"),
            ("SELECT interval, interval + 1, case FROM t ORDER BY interval DESC", "t"),
            ("SELECT d - INTERVAL 7 DAY, INTERVAL '1:30' HOUR TO MINUTE, interval (SELECT 1 FROM u) day FROM t", "u, t"),
            ("SELECT date, timestamp, DATE '2020-01-01', left(a, 1), any(b), format('{}', c), index FROM t", "t"),
            ("SELECT 'FROM u', `b` /* FROM v */ FROM t -- JOIN w", "t"),
            ("SELECT $$ FROM u $$, 'a\\' FROM v', 'it''s FROM w' FROM t", "t"),
            ("SELECT * FROM numbers((SELECT max(a) FROM u)) AS n, view(SELECT * FROM v) JOIN pv(x = 1) USING a", "u, v"),
            ("SELECT {p:Array(String)}, a IN {ids:Array(Int64)} FROM t", "t"),
            ("SELECT j.a.b, j.c[].d, j.^x, j.y.:Int64, tuple(1, 2).1, m['k'] FROM t", "t"),
        ])
    func areFound(query: String, expected: String) throws {
        #expect(try Self.describe(query) == expected)
    }

    @Test(
        "leave out common table expressions in their scope",
        arguments: [
            ("WITH q AS (SELECT * FROM t) SELECT * FROM q JOIN q AS r USING a WHERE a IN q", "t"),
            ("WITH q AS (SELECT * FROM t), r AS (SELECT * FROM q) SELECT * FROM (SELECT * FROM (SELECT * FROM r))", "t"),
            ("WITH q(a, b) AS MATERIALIZED (SELECT * FROM t) SELECT * FROM \"q\"", "t"),
            ("WITH t AS (SELECT * FROM t) SELECT * FROM t", "t"),
            ("WITH t AS (SELECT * FROM (SELECT * FROM t)) SELECT * FROM t", "t"),
            ("WITH t AS (SELECT 1) SELECT * FROM db.t", "db.t"),
            ("WITH T AS (SELECT 1) SELECT * FROM t", "t"),
            ("SELECT * FROM (WITH t AS (SELECT 1) SELECT * FROM t) AS x, t", "t"),
            ("SELECT (WITH t AS (SELECT 1) SELECT * FROM t) FROM t", "t"),
            ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT n FROM r", ""),
            ("WITH RECURSIVE t AS (SELECT a FROM t UNION ALL SELECT a + 1 FROM t WHERE a < 4) SELECT a FROM t", "t"),
            ("WITH t AS (SELECT 1) SELECT * FROM t UNION ALL SELECT * FROM t EXCEPT SELECT * FROM (SELECT * FROM t)", ""),
            ("WITH t AS (SELECT 1) SELECT * FROM t UNION ALL WITH u AS (SELECT 2) SELECT * FROM t", "t"),
            ("SELECT * FROM t UNION ALL WITH t AS (SELECT 1) SELECT * FROM t UNION ALL SELECT * FROM t", "t, t"),
            ("(WITH t AS (SELECT 1) SELECT * FROM t) UNION ALL SELECT * FROM t", ""),
            ("(WITH t AS (SELECT 1) SELECT * FROM t UNION ALL SELECT * FROM t) UNION ALL SELECT * FROM t", "t"),
            ("WITH (SELECT 1 FROM u) AS v SELECT * FROM v", "u, v"),
            ("WITH [1, 2] AS ids, q AS (SELECT * FROM u WHERE a IN ids) SELECT * FROM q WHERE a IN ids", "u"),
            ("WITH [1, 2] AS ids SELECT a IN ids FROM t UNION ALL WITH 1 AS k SELECT a IN ids FROM t", "t, t"),
            ("WITH x -> x + 1 AS f, 5 AS k SELECT f(k) FROM t", "t"),
            ("WITH s AS (SELECT 1 AS a) SELECT * FROM view(SELECT a FROM s)", "s"),
        ])
    func commonTables(query: String, expected: String) throws {
        #expect(try Self.describe(query) == expected)
    }

    @Test("are given by their bytes in the text")
    func ranges() throws {
        let query = "SELECT '\u{E9}' FROM  `db` . t  AS x FINAL, u"
        let tables = try analyzeQuery(query).tables
        let bytes = Array(query.utf8)
        #expect(tables.map { String(decoding: bytes[$0.range], as: UTF8.self) } == ["`db` . t", "u"])
        #expect(tables.first?.finalRange.map { String(decoding: bytes[$0], as: UTF8.self) } == "FINAL")
    }

    private static func describe(_ query: String) throws -> String {
        try analyzeQuery(query).tables.map { table in
            let name = table.database.map { "\($0).\(table.name)" } ?? table.name
            let position =
                switch table.position {
                case .from: ""
                case .join: " join"
                case .in: " in"
                }
            return name + position + (table.hasAlias ? " as" : "") + (table.isFinal ? " final" : "")
        }.joined(separator: ", ")
    }
}
