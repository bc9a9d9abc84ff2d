// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation

/// A client that sends batches, and each again under its key until it is acknowledged.
struct LedgerClient {
    let server: MortalServer
    let ledger: Ledger
    let token: String
    /// Whether it waits until its rows can be queried.
    let waits: Bool
    let httpClient: HTTPClient
    var random: SeededGenerator

    /// Sends until the task is cancelled, and then only what it has begun.
    mutating func run() async {
        while !Task.isCancelled {
            guard !self.server.isQuiet else {
                try? await Task.sleep(for: .milliseconds(20))
                continue
            }
            let batch = self.ledger.makeBatch(using: &self.random)
            let mayGiveUp = Int.random(in: 0..<20, using: &self.random) == 0
            self.ledger.close(batch, as: await self.send(batch, mayGiveUp: mayGiveUp) ? .acknowledged : .abandoned)
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0...20, using: &self.random)))
        }
    }

    /// Whether the batch was acknowledged; if not, its outcome is unknown.
    func send(_ batch: LedgerBatch, mayGiveUp: Bool = false) async -> Bool {
        let body = Data(batch.body.utf8)
        let deadline = ContinuousClock.now + .seconds(180)
        var isRetry = false
        while ContinuousClock.now < deadline {
            self.ledger.countRequest(isRetry: isRetry)
            // What was begun is brought to its end, also when the client is told to stop.
            let attempt = Task { try await self.attempt(batch, body: body) }
            if let isAcknowledged = try? await attempt.value, isAcknowledged { return true }
            if mayGiveUp { return false }
            isRetry = true
            await Task { try? await Task.sleep(for: .milliseconds(50)) }.value
        }
        self.ledger.countSurprise("not acknowledged within three minutes")
        return false
    }

    private func attempt(_ batch: LedgerBatch, body: Data) async throws -> Bool {
        guard let server = self.server.current else { return false }
        let answer = try await server.request(
            "POST", "/v0/events?name=events&wait=\(self.waits)", token: self.token, body: body, headers: ["Idempotency-Key": batch.key],
            by: self.httpClient)
        switch answer.status {
        case 200, 202:
            let receipt = try answer.json() as? [String: Int]
            let goodRows = batch.rows.count { $0.isGood }
            if receipt?["successful_rows"] != goodRows || receipt?["quarantined_rows"] != batch.rows.count - goodRows {
                self.ledger.countSurprise("\(answer.status) with other numbers than were sent")
            }
            return true
        case 429, 503:
            if answer.headers["retry-after"] == nil { self.ledger.countSurprise("\(answer.status) without Retry-After") }
            return false
        default:
            self.ledger.countSurprise("\(answer.status): \(answer.error ?? answer.body)")
            return false
        }
    }
}
