// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct SelectListTests {
    /// `name`, or `name=function`; `?` for a name only the engine knows.
    private func columns(_ text: String) throws -> String? {
        SelectList(of: try analyzeQuery(text)).columns?.map { column in
            (column.name ?? "?") + (column.function.map { "=\($0)" } ?? "")
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("SELECT a, b AS c, `d e`, t.f FROM t", "a c d e ?"),
        ("SELECT DISTINCT toDate(ts) AS day, countState() c FROM t", "day=toDate c=countState"),
        ("SELECT quantilesState(0.5, 0.9)(x) AS q, sum(x) / 2 AS half, (a, b) pair FROM t", "q=quantilesState half pair"),
        ("WITH x AS (SELECT 1 AS one FROM y) SELECT one FROM x", "one"),
        ("WITH 1 AS n SELECT n, n + 1, -n FROM t", "n ? ?"),
        ("SELECT a FROM t UNION ALL SELECT b FROM t", "a"),
        ("SELECT if(a > 1, [1, 2], []) AS list, m['k'] v, 'text' s /* , x */ FROM t", "list=if v s"),
        ("SELECT sumIf(a * b, c = 1) AS total FROM t GROUP BY d", "total=sumIf"),
    ])
    func `columns are read from the text`(query: String, expected: String) throws {
        #expect(try self.columns(query) == expected)
    }

    @Test(arguments: ["SELECT * FROM t", "SELECT a, t.* FROM t", "SELECT COLUMNS('a') FROM t", "SELECT * EXCEPT b FROM t"])
    func `what stands for several columns is left to the engine`(query: String) throws {
        #expect(try self.columns(query) == nil)
    }
}
