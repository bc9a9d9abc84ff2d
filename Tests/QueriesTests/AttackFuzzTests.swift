// Part of Martlet. Apache License 2.0; see LICENSE.

import Attacks
import ClickHouse
import FoundationEssentials
import Testing

/// Mutated attacks against guard and resolver: what passes reads nothing but what the token opens, filtered.
@Suite struct AttackFuzzTests {
    /// `MARTLET_ATTACKS` sets how many, `MARTLET_SEED` repeats a run or tries another.
    @Test func `what passes guard and resolver names only tables and functions that are allowed`() throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["MARTLET_ATTACKS"].flatMap { Int($0) } ?? 4000
        let seed = environment["MARTLET_SEED"].flatMap { UInt64($0) } ?? 1
        let scene = try AttackScene()
        var mutator = AttackMutator(seed: seed, corpus: try AttackCorpus.load())
        var passed = 0
        for number in 0..<count {
            let text = scene.text(mutator.next())
            guard let resolved = try? scene.resolve(text, at: .sql) else { continue }
            passed += 1
            if let objection = AttackJudge.objection(to: resolved) {
                Issue.record("seed \(seed), attack \(number): \(text)\n\(objection)\n\(resolved)")
            }
        }
        #expect(passed > count / 50, "the attacks are so wild that none of them passes")
    }
}
