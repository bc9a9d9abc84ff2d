// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct IndexTests {
    @Test(
        "An index has one form for the engine",
        arguments: [
            ("i id TYPE minmax", "INDEX i id TYPE minmax"),
            ("INDEX i id TYPE minmax GRANULARITY 4,", "INDEX i id TYPE minmax GRANULARITY 4"),
            ("i lower(n) TYPE bloom_filter(0.01) GRANULARITY 1", "INDEX i lower(n) TYPE bloom_filter(0.01) GRANULARITY 1"),
            ("i type TYPE set(100)", "INDEX i type TYPE set(100)"), ("i (id, v) TYPE minmax", "INDEX i (id, v) TYPE minmax"),
            ("i m['k'] TYPE ngrambf_v1(3, 256, 2, 0)", "INDEX i m['k'] TYPE ngrambf_v1(3, 256, 2, 0)"),
            ("i id TYPE minmax -- newest first", "INDEX i id TYPE minmax"),
            ("i id TYPE minmax GRANULARITY 4 # x", "INDEX i id TYPE minmax GRANULARITY 4"),
            ("i m['--#'] TYPE minmax", "INDEX i m['--#'] TYPE minmax"),
            ("i n TYPE text(tokenizer = 'default')", "INDEX i n TYPE text(tokenizer = 'default')"),
        ])
    func declarations(line: String, declaration: String) {
        let file = ParsedFile.withSchema("INDEXES >\n    \(line)")
        #expect(file.errors == [])
        #expect(file.dataSource?.indexes.map(\.declaration) == [declaration])
    }

    @Test(
        "What is no index is refused at its line",
        arguments: [
            "foo", "i TYPE minmax", "i-j id TYPE minmax", "i idTYPE TYPE minmax", "i id minmax", "i id TYPE minmax, j v TYPE minmax",
            "i id TYPE set(1", "i id TYPE minmax GRANULARITY x",
        ])
    func refusals(line: String) {
        let file = ParsedFile.withSchema("INDEXES >\n    ok v TYPE minmax\n      \(line)")
        #expect(file.errors == ["6:7 Invalid INDEX syntax"])
        #expect(file.hints == ["Usage: `[INDEX] name expr TYPE type_full GRANULARITY granularity`"])
    }

    @Test func `Types and names are checked`() {
        let file = ParsedFile.withSchema("INDEXES >\n    i id TYPE annoy(1)\n    j id TYPE minmax\n    j v TYPE minmax")
        #expect(file.errors == ["5:5 Not allowed index 'annoy(1)'", "7:5 Index 'j' is defined twice"])
    }
}
