// Part of Martlet. Apache License 2.0; see LICENSE.

import Attacks
import FoundationEssentials
import Testing

@testable import ClickHouse

/// What the engine reads in attacks that guard and resolver let pass.
@Suite struct AttackJudgeTests {
    @Test func `every function of the engine is known, as harmless or as restricted`() async throws {
        let answer = try await EngineFixture.shared.value.client.query("SELECT name FROM system.functions FORMAT TSVRaw")
        let names = answer.text.split(separator: "\n").map(String.init)
        #expect(names.count > 1500)
        #expect(names.filter { !KnownFunctions.contain($0) && !RestrictedFunctions.contain($0) }.isEmpty)
        #expect(names.filter { KnownFunctions.contain($0) && RestrictedFunctions.contain($0) }.isEmpty)
    }

    /// `MARTLET_ATTACKS` sets how many, `MARTLET_SEED` repeats a run or tries another.
    @Test func `the engine finds no table and no function in them that is not allowed`() async throws {
        let client = try await EngineFixture.shared.value.client
        let columns = "id UInt64, org String, note String, price Float64, ts DateTime"
        for statement in ["CREATE DATABASE w_1"] + AttackJudge.tables.map({ "CREATE TABLE w_1.\($0) (\(columns)) ENGINE = Memory" }) {
            let answer = try await client.query(statement)
            try #require(answer.status == 200, "\(answer.text)")
        }
        let environment = ProcessInfo.processInfo.environment
        let seed = (environment["MARTLET_SEED"].flatMap { UInt64($0) } ?? 1) &+ 1000
        let scene = try AttackScene()
        var mutator = AttackMutator(seed: seed, corpus: try AttackCorpus.load())
        var judged = 0
        for number in 0..<(environment["MARTLET_ATTACKS"].flatMap { Int($0) } ?? 3000) {
            let text = scene.text(mutator.next())
            guard let resolved = try? scene.resolve(text, at: .sql) else { continue }
            judged += 1
            if let objection = try await self.objection(to: resolved, client) {
                Issue.record("seed \(seed), attack \(number): \(text)\n\(objection)\n\(resolved)")
            }
        }
        #expect(judged > 50)
    }

    private func objection(to resolved: String, _ client: SocketClient) async throws -> String? {
        let query = resolved.hasPrefix("DESCRIBE (") ? String(resolved.dropFirst("DESCRIBE ".count)) : resolved
        let tree = try await client.query("SELECT explain FROM (EXPLAIN AST \(query)\n) FORMAT TSVRaw")
        // A query that the engine cannot read does no harm.
        guard tree.status == 200 else { return nil }
        let own = ((try? analyzeQuery(query))?.lambdas ?? []).union(["lambda"])
        for function in Self.names(in: tree.text, after: "Function ")
        where !own.contains(function) && !QueryPolicy.generators.contains(function.lowercased()) && !KnownFunctions.contain(function) {
            return "the engine sees the function \(function)"
        }
        let tables = Set(AttackJudge.tables.map { "w_1.\($0)" }).union(QueryPolicy.generatorTables.map { "system.\($0)" })
        for table in Self.names(in: tree.text, after: "TableIdentifier ") where table.contains(".") && !tables.contains(table) {
            return "the engine sees the table \(table)"
        }
        let resolvedTree = try await client.query("SELECT explain FROM (EXPLAIN QUERY TREE passes = 1 \(query)\n) FORMAT TSVRaw")
        guard resolvedTree.status == 200 else { return nil }
        for line in resolvedTree.text.split(separator: "\n") {
            guard let start = line.firstRange(of: "table_name: ")?.upperBound else { continue }
            let table = String(line[start...].prefix { $0 != "," })
            // What a recursive query has found so far is in a table of its own.
            guard tables.contains(table) || table.hasPrefix("_temporary_and_external_tables._tmp_") else {
                return "the engine reads the table \(table)"
            }
        }
        return nil
    }

    /// The names that follow a word of the tree, without their aliases.
    private static func names(in tree: String, after word: String) -> Set<String> {
        Set(
            tree.split(separator: "\n").compactMap { line in
                let content = line.drop { $0 == " " }
                guard content.hasPrefix(word) else { return nil }
                return content.dropFirst(word.count).firstMatch(of: /^\S+/).map { String($0.0) }
            })
    }
}
