// Part of Martlet. Apache License 2.0; see LICENSE.

import FoundationEssentials
import Testing

/// Our reading of a query's tables against the engine's.
@Suite struct TableReferenceJudgeTests {
    @Test func `collected queries are read as the engine reads them`() async throws {
        let judge = try await EngineJudge(database: "judge_collected")
        for (feature, queries) in QueryCorpus.queries {
            for query in queries {
                if let objection = try await judge.objection(to: query) { Issue.record("\(feature): \(query)\n\(objection)") }
            }
        }
    }

    /// `MARTLET_SEED` repeats a run or tries another.
    @Test(arguments: 0..<4) func `generated queries are read as the engine reads them`(part: UInt64) async throws {
        let judge = try await EngineJudge(database: "judge_generated_\(part)")
        let seed = (ProcessInfo.processInfo.environment["MARTLET_SEED"].flatMap { UInt64($0) } ?? 1) &+ part
        var generator = QueryGenerator(seed: seed)
        for number in 0..<500 {
            let query = generator.query()
            if let objection = try await judge.objection(to: query) {
                Issue.record("seed \(seed), query \(number): \(query)\n\(objection)")
            }
        }
    }
}
