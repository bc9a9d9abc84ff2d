// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Makes new attacks from known ones and from ordinary queries, the same for the same seed.
package struct AttackMutator {
    private var random: SeededGenerator
    private let seeds: [String]

    package init(seed: UInt64, corpus: [Attack]) {
        self.random = SeededGenerator(seed: seed)
        self.seeds = corpus.filter { $0.door == .sql }.map(\.text) + Self.ordinary
    }

    /// What a caller may ask, for attacks to hide in.
    private static let ordinary = [
        "SELECT id, note FROM events WHERE price > 0 ORDER BY id LIMIT 3", "SELECT count() AS n FROM mine",
        "WITH a AS (SELECT id FROM events) SELECT a.id FROM a JOIN latest USING id",
        "SELECT org, sum(price) FROM events GROUP BY org HAVING count() > 0", "SELECT note FROM latest FINAL PREWHERE id > 0",
        "SELECT arrayMap(x -> x + 1, [1, 2]), if(id = 1, 'a', 'b') FROM events",
        "SELECT note FROM events WHERE id IN (SELECT id FROM mine)",
        "SELECT id, row_number() OVER (PARTITION BY org ORDER BY id) FROM events", "SELECT * EXCEPT (ts) FROM events AS e",
        "SELECT toDate(ts) AS day, uniq(id) FROM events GROUP BY day UNION ALL SELECT today(), 1",
        "WITH x -> x * 2 AS twice SELECT twice(id) FROM (events CROSS JOIN numbers(2) AS n)", "SELECT _ FROM (SELECT 1 AS _)",
    ]

    /// One attack, changed one to three times.
    package mutating func next() -> String {
        var text = self.pick(self.seeds)
        for _ in 0...self.number(3) { text = self.changed(text) }
        // Longer ones are refused for their length.
        return text.utf8.count < 4000 ? text : self.pick(self.seeds)
    }

    private mutating func changed(_ text: String) -> String {
        switch self.number(9) {
        case 0: self.rewritten(text) { mutator, token in mutator.recased(token) }
        case 1: self.rewritten(text) { mutator, token in mutator.requoted(token) }
        case 2: self.rewritten(text) { mutator, token in mutator.chance(6) ? token + mutator.blank() : token }
        case 3: self.rewritten(text) { mutator, token in mutator.chance(12) ? mutator.pick(Self.words) : token }
        case 4: self.rewritten(text) { mutator, token in mutator.chance(15) ? "" : token }
        case 5, 6: self.nested(text)
        case 7: self.spliced(text, self.pick(self.seeds))
        default: self.joined(text, self.pick(self.seeds))
        }
    }

    // MARK: Tokens

    private mutating func rewritten(_ text: String, _ change: (inout Self, String) -> String) -> String {
        let bytes = Array(text.utf8)
        return SQLLexer.tokens(of: text).map { token in
            let spelling = String(decoding: bytes[token.range], as: UTF8.self)
            return token.isSignificant ? change(&self, spelling) : spelling
        }.joined()
    }

    private mutating func recased(_ token: String) -> String {
        switch self.number(6) {
        case 0: token.uppercased()
        case 1: token.lowercased()
        default: token
        }
    }

    private mutating func requoted(_ token: String) -> String {
        guard self.chance(4), token.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return token }
        return self.pick(["`\(token)`", "\"\(token)\"", "“\(token)”", "(\(token))", "'\(token)'", "\(token)$", "\\\(token)"])
    }

    private mutating func blank() -> String {
        self.pick([" ", "\n", "\t", "\u{A0}", "\u{3000}", " /* ' */ ", " -- '\n", " # `\n", "/* /* */ */", " // \"\n", "\r", ";"])
    }

    private static let words = [
        "secret", "events", "@other_database@.@other_table@", "@database@.@table@", "system.tables", "file('@file@')",
        "url('@url@', 'RawBLOB')", "(SELECT x FROM secret)", "hidden", "note", "equals", "(a, b) -> 1 AS equals", "1", "'", "`", "\"", "(",
        ")", ",", ".", "AS", "IN", "FROM", "WITH", "SELECT", "UNION ALL", "*", "EXCEPT", "APPLY", "->", "::", "{x:Identifier}", "$$", "--",
        "/*", "FINAL", "PREWHERE 1", "SETTINGS max_execution_time = 0", "FORMAT CSV", "INTO OUTFILE '@file@'", "EXPLAIN", "DESCRIBE",
        "throwIf(note LIKE 'CAN' || 'ARY%', note)", "{{String(x, 'a')}}", "%", "_", "dictGet", "merge('secret')", "remote",
    ]

    // MARK: Whole queries

    private mutating func nested(_ text: String) -> String {
        let inner = text.hasPrefix("%") ? String(text.dropFirst()) : text
        return self.pick([
            "SELECT * FROM (\(inner))", "SELECT * FROM (\(inner)) AS secret", "WITH q AS (\(inner)) SELECT * FROM q",
            "WITH secret AS (\(inner)) SELECT * FROM secret", "WITH (\(inner)) AS q SELECT q", "SELECT (\(inner))",
            "SELECT 1 IN (\(inner))", "SELECT id FROM events WHERE EXISTS (\(inner))", "SELECT * FROM view(\(inner))",
            "SELECT number FROM numbers((\(inner)))", "SELECT * FROM events JOIN (\(inner)) AS q ON 1 = 1",
            "SELECT * FROM ((\(inner)) AS q CROSS JOIN events)", "(\(inner))", "((\(inner)) UNION ALL (SELECT 1))",
            "SELECT 1 UNION ALL \(inner)", "SELECT arrayMap(x -> (\(inner)), [1])", "SELECT if((\(inner)) = 1, 1, 2)",
            "SELECT 1 ORDER BY (\(inner))", "SELECT id FROM events PREWHERE id IN (\(inner)) WHERE 1", "DESCRIBE (\(inner))",
            "SELECT count() FROM events WHERE id = ANY (\(inner))",
            "WITH RECURSIVE r AS (\(inner) UNION ALL SELECT * FROM r) SELECT * FROM r",
            "%\(inner)", "SELECT sum(1) OVER (ORDER BY (\(inner)))", "SELECT * REPLACE ((\(inner)) AS id) FROM events",
            "WITH (a, b) -> (\(inner)) AS f SELECT f(1, 2)", "SELECT 1 LIMIT (\(inner))", "EXPLAIN \(inner)",
        ])
    }

    /// The beginning of one text and the end of another.
    private mutating func spliced(_ first: String, _ second: String) -> String {
        let head = self.tokens(of: first), tail = self.tokens(of: second)
        return head.prefix(self.number(head.count + 1)).joined() + " " + tail.suffix(self.number(tail.count + 1)).joined()
    }

    private mutating func joined(_ first: String, _ second: String) -> String {
        first + self.pick([" UNION ALL ", " EXCEPT ", " INTERSECT ", "; ", ", ", " -- ", " /* ", " AND ", " JOIN ", "\n"]) + second
    }

    private func tokens(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        return SQLLexer.tokens(of: text).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    // MARK: Chance

    private mutating func chance(_ oneIn: Int) -> Bool { self.number(oneIn) == 0 }

    private mutating func pick(_ choices: [String]) -> String { choices[self.number(choices.count)] }

    private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self.random) }
}
