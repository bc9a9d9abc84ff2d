// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

/// Asks the engine what a query reads, and compares.
///
/// The engine's parser tells which names stand where a table may stand, its analyser which of them are tables: the others are names
/// of common table expressions. And the answer of a query must not change when each table is replaced by a query that reads it.
struct EngineJudge {
    private let client: SocketClient
    /// Where unqualified names lead to: a name that we leave alone and the engine takes for a table is found here.
    private let database: String
    /// Where replaced names lead to: the same rows.
    private let rows: String

    /// Makes the tables `t`, `u` and `events` with columns `a`, `b` and `c`, and `s` with one column, in a database of their own.
    init(database: String) async throws {
        self.client = try await EngineFixture.shared.value.client
        self.database = database
        self.rows = "\(database)_rows"
        for database in [self.database, self.rows] { try await self.makeTables(in: database) }
    }

    private func makeTables(in database: String) async throws {
        for statement in [
            "CREATE DATABASE \(database)",
            "CREATE TABLE \(database).t (a Int64, b Int64, c String) ENGINE = MergeTree ORDER BY a",
            "CREATE TABLE \(database).u (a Int64, b Int64, c String) ENGINE = MergeTree ORDER BY a",
            "CREATE TABLE \(database).events (a Int64, b Int64, c String) ENGINE = ReplacingMergeTree ORDER BY a",
            "CREATE TABLE \(database).s (a Int64) ENGINE = MergeTree ORDER BY a",
            "INSERT INTO \(database).t SELECT number, number % 3, toString(number) FROM numbers(7)",
            "INSERT INTO \(database).u SELECT number + 3, number % 2, toString(number) FROM numbers(6)",
            "INSERT INTO \(database).events SELECT number % 4, number, 'e' FROM numbers(8)",
            "INSERT INTO \(database).s VALUES (1), (4)",
        ] {
            let answer = try await self.client.query(statement)
            try #require(answer.status == 200, "\(answer.text)")
        }
    }

    /// What is wrong with our reading of `query`; nil if it is the engine's.
    func objection(to query: String) async throws -> String? {
        let tree = try await self.explain("AST", query)
        let analysis: QueryAnalysis
        do {
            analysis = try analyzeQuery(query)
        } catch {
            // A name that means different tables at different places is refused on purpose.
            let isMeant = ["before it is defined", "is defined by a WITH around this one"].contains { error.message.contains($0) }
            guard tree.status == 200, !isMeant else { return nil }
            return "refused (\(error.message)), but the engine reads it"
        }
        if case .other = analysis.statementKind { return tree.status == 200 ? "taken for no query, but the engine reads it" : nil }
        guard tree.status == 200 else { return "accepted, but the engine refuses it: \(tree.text.prefix(200))" }

        let ours = Set(analysis.tables.map(\.name))
        let named = Self.lines(of: tree.text, after: "TableIdentifier ")
        let known = named.union(Self.lines(of: tree.text, after: "Identifier "))
        guard ours.isSubset(of: known) else { return "found \(ours.sorted()), but the engine knows only \(known.sorted())" }
        return try await self.objection(to: analysis, reading: ours)
    }

    private func objection(to analysis: QueryAnalysis, reading ours: Set<String>) async throws -> String? {
        let replaced = replaceTables(in: analysis) { table in
            // Only a table has a PREWHERE.
            analysis.text.contains("PREWHERE")
                ? .table(database: self.rows, name: table.name)
                : .query("SELECT * FROM \(self.rows).\(table.name)\(table.isFinal ? " FINAL" : "")")
        }
        let before = try await self.ask(analysis.text)
        let after = try await self.ask(replaced)
        // A query that names columns that do not exist says nothing about tables.
        guard before.status == 200 else { return nil }
        guard after.status == 200 else { return "answered, but replaced it fails: \(after.text.prefix(200)): \(replaced)" }
        // What we did not replace must not be a table to the engine.
        let tree = try await self.explain("QUERY TREE passes = 1", replaced).text
        let missed = Self.tables(of: tree, in: self.database)
        guard missed.isEmpty else { return "found \(ours.sorted()), but the engine still reads \(missed.sorted()): \(replaced)" }

        // The engine may find a common table where a table was meant, if they have one name; replaced, it cannot.
        guard !analysis.tables.contains(where: { self.isCommonTable($0.name, in: analysis.text) }) else { return nil }
        let read = Self.tables(of: tree, in: self.rows)
        // It passes over common tables that nothing reads.
        guard read.isSubset(of: ours), read == ours || analysis.text.lowercased().contains("with") else {
            return "found \(ours.sorted()), but the engine reads \(read.sorted())"
        }
        // No order is promised.
        let isSame = before.text.split(separator: "\n").sorted() == after.text.split(separator: "\n").sorted()
        return isSame ? nil : "answered \(before.text.prefix(200)), replaced \(after.text.prefix(200)): \(replaced)"
    }

    /// Whether a WITH somewhere in the query defines the name.
    private func isCommonTable(_ name: String, in query: String) -> Bool {
        let bytes = Array(query.utf8)
        let words = SQLLexer.tokens(of: query).filter(\.isSignificant).map { String(decoding: bytes[$0.range], as: UTF8.self) }
        return words.indices.dropLast(2).contains { index in
            words[index].trimmingPrefix(/[`"]/).prefix(name.count) == name && words[index + 1].uppercased() == "AS"
                && words[index + 2] == "("
        }
    }

    private func explain(_ what: String, _ query: String) async throws -> SocketClient.Answer {
        let bare = query.hasSuffix(";") ? String(query.dropLast()) : query
        return try await self.ask("SELECT explain FROM (EXPLAIN \(what) \(bare)\n)")
    }

    private func ask(_ query: String) async throws -> SocketClient.Answer {
        try await self.client.query(
            query,
            "database=\(self.database)&default_format=TSVRaw&max_execution_time=5&joined_subquery_requires_alias=0&prefer_column_name_to_alias=0"
        )
    }

    /// The names that follow a word of the tree, without their aliases.
    private static func lines(of tree: String, after word: String) -> Set<String> {
        Set(
            tree.split(separator: "\n").compactMap { line in
                let content = line.drop { $0 == " " }
                guard content.hasPrefix(word) else { return nil }
                let name = content.dropFirst(word.count)
                return String(name.firstRange(of: " (alias ").map { name[..<$0.lowerBound] } ?? name)
            })
    }

    /// The tables of a resolved query tree: `TABLE id: 3, alias: __table1, table_name: judge.t`.
    private static func tables(of tree: String, in database: String) -> Set<String> {
        Set(
            tree.split(separator: "\n").compactMap { line in
                guard let start = line.firstRange(of: "table_name: \(database).")?.upperBound else { return nil }
                return String(line[start...].prefix { $0 != "," })
            })
    }
}
