// Part of Martlet. Apache License 2.0; see LICENSE.

import Attacks
import MartletCore
import Testing

/// Each attack of the corpus against guard and resolver, without an engine.
@Suite struct AttackTests {
    @Test func `every attack is refused in the expected words, or known to be harmless`() throws {
        let scene = try AttackScene()
        let attacks = try AttackCorpus.load()
        #expect(attacks.count >= 300)
        #expect(Set(attacks.map { "\($0.door) \($0.text)" }).count == attacks.count, "no attack stands there twice")
        for attack in attacks {
            let refusal = self.refusal(of: scene.text(attack.text), at: attack.door, in: scene)
            switch attack.expectation {
            case .refused(let words): #expect(refusal == scene.text(words), "\(attack)")
            case .harmless: #expect(refusal == nil, "\(attack)")
            }
        }
    }

    private func refusal(of text: String, at door: Attack.Door, in scene: AttackScene) -> String? {
        do {
            _ = try scene.resolve(text, at: door)
            return nil
        } catch {
            return Attack.words((error as? any ServiceError)?.message ?? "\(error)")
        }
    }
}
