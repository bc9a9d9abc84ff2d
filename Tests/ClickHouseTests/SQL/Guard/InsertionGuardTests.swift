// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct InsertionGuardTests {
    /// The value that does not stay one in a text with `«values»`.
    private func broken(_ marked: String) -> String? {
        var text = ""
        var insertions: [Range<Int>] = []
        for (index, piece) in marked.split(separator: /[«»]/, omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 { insertions.append(text.utf8.count..<text.utf8.count + piece.utf8.count) }
            text += piece
        }
        return InsertionGuard.firstBroken(insertions, in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        "SELECT «'v'»", "SELECT a FROM t WHERE b = «'it\\'s'» AND c=«toInt32('5')»", "SELECT «`a`.`b`», «[1,2]»", "LIMIT «5»",
        "SELECT col_«5», 1«2»",
        "SELECT «'a'»«'b'»", "SELECT «'a'»'b'", "SELECT 1 -- «'v'»\n", "SELECT /* «'v'» */ 1", "SELECT «-- max_threads 2\n» 1",
        "SELECT INTERVAL '«5»' DAY", "SELECT 1 WHERE «»1",
        "SELECT a - «-5»", "SELECT `x_«'v'»`",
    ])
    func `values where values can stand stay values`(marked: String) {
        #expect(self.broken(marked) == nil)
    }

    @Test(arguments: [
        ("SELECT '«' OR 1 --'»'", "' OR 1 --'"), ("SELECT a FROM t WHERE b LIKE '%«'x'»%'", "'x'"),
        ("SELECT /* «'*/ UNION ALL SELECT 1 /*'» */ 1", "'*/ UNION ALL SELECT 1 /*'"),
        ("SELECT a -«-5» AND tenant = 'x'", "-5"),
    ])
    func `values that would become SQL are found`(marked: String, value: String) {
        #expect(self.broken(marked) == value)
    }
}
