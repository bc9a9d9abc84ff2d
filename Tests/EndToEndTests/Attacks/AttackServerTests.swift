// Part of Martlet. Apache License 2.0; see LICENSE.

import Attacks
import Foundation
import Testing

/// The corpus, and mutations of it, against a running server with its engine.
@Suite struct AttackServerTests {
    /// `MARTLET_ATTACKS` sets how many mutations, `MARTLET_SEED` repeats a run or tries another.
    @Test func `no attack reaches a file, the network, another workspace or the rows of others`() async throws {
        try await withServer { server in
            let attacked = try await AttackedServer(on: server)
            let corpus = try AttackCorpus.load()
            for attack in corpus { try await self.check(attack, against: attacked) }

            let environment = ProcessInfo.processInfo.environment
            let seed = environment["MARTLET_SEED"].flatMap { UInt64($0) } ?? 1
            var mutator = AttackMutator(seed: seed, corpus: corpus)
            for number in 0..<(environment["MARTLET_ATTACKS"].flatMap { Int($0) } ?? 300) {
                let text = attacked.text(mutator.next())
                let answer = try await attacked.send(text, to: .sql)
                self.expectSecrecy(of: answer, to: text, attacked, "seed \(seed), attack \(number): \(text)")
            }
            try await attacked.checkUntouched()
        }
    }

    private func check(_ attack: Attack, against attacked: AttackedServer) async throws {
        let text = attacked.text(attack.text)
        let answer = try await attacked.send(text, to: attack.door)
        if case .refused(let words) = attack.expectation {
            #expect((400..<500).contains(answer.status), "\(attack): \(answer.body)")
            #expect(answer.error.map(Attack.words) == attacked.text(words), "\(attack)")
        }
        self.expectSecrecy(of: answer, to: text, attacked, "\(attack)")
    }

    private func expectSecrecy(of answer: ServerFixture.Answer, to text: String, _ attacked: AttackedServer, _ comment: String) {
        #expect(answer.status < 500, "\(comment)\n\(answer.body)")
        #expect(!answer.body.contains(AttackScene.canary), "\(comment)\n\(answer.body.prefix(2000))")
        guard let error = answer.error else { return }
        // What is in the filter, and what tables are really called, is nobody's business.
        for secret in ["'acme'", attacked.names["@table@"] ?? "", attacked.names["@database@"] ?? ""] where !text.contains(secret) {
            #expect(!error.contains(secret), "\(comment)\n\(error)")
        }
    }
}
