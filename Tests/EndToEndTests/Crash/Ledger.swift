// Part of Martlet. Apache License 2.0; see LICENSE.

import Synchronization

/// What clients have sent, and what they were promised: the other side of the balance.
final class Ledger: Sendable {
    struct Counts {
        var requests = 0
        var retries = 0
        var acknowledgedRows = 0
        var abandonedRows = 0
        /// Answers that no client should ever get, with how often.
        var surprises: [String: Int] = [:]
    }

    private struct State {
        var nextID = 0
        var batches: [LedgerBatch] = []
        var counts = Counts()
    }

    private let state = Mutex(State())

    var counts: Counts { self.state.withLock { $0.counts } }
    var batches: [LedgerBatch] { self.state.withLock { $0.batches } }
    /// Row ids are smaller.
    var endID: Int { self.state.withLock { $0.nextID } }

    /// A batch with row ids that no other has.
    func makeBatch(using random: inout SeededGenerator, limit: Int = 200) -> LedgerBatch {
        let count = Int.random(in: 1...limit, using: &random)
        let firstID = self.state.withLock { state in
            defer { state.nextID += count }
            return state.nextID
        }
        return LedgerBatch(key: "batch-\(firstID)", firstID: firstID, count: count, using: &random)
    }

    func countRequest(isRetry: Bool) {
        self.state.withLock { state in
            state.counts.requests += 1
            if isRetry { state.counts.retries += 1 }
        }
    }

    func countSurprise(_ text: String) { self.state.withLock { $0.counts.surprises[text, default: 0] += 1 } }

    /// Enters a batch whose client goes on to the next.
    func close(_ batch: LedgerBatch, as outcome: LedgerBatch.Outcome) {
        var batch = batch
        batch.outcome = outcome
        self.state.withLock { state in
            state.batches.append(batch)
            switch outcome {
            case .acknowledged: state.counts.acknowledgedRows += batch.rows.count
            case .abandoned: state.counts.abandonedRows += batch.rows.count
            }
        }
    }
}
