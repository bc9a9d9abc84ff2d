// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Keeps batches out of tables that a deployment is changing.
///
/// Any number of batches are inside at a time, each from before it is sealed until it is committed; a deployment waits for those
/// inside, then holds back new ones until it is done. So whoever holds the gate closed sees no batch that may or may not be stored.
package actor IngestGate {
    private var batchesInside = 0
    private var isClosed = false
    /// One batch a data source.
    private var waitingBatches: [CheckedContinuation<Void, Never>] = []
    private var waitingDeployment: CheckedContinuation<Void, Never>?
    private var waitingDeployments: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// Goes in when no deployment is at work; `leave` must follow.
    func enter() async {
        while self.isClosed { await withCheckedContinuation { self.waitingBatches.append($0) } }
        self.batchesInside += 1
    }

    func leave() {
        self.batchesInside -= 1
        guard self.batchesInside == 0 else { return }
        self.waitingDeployment.take()?.resume()
    }

    /// Runs `change` while no batch is inside. Deployments follow one another.
    package func close<Result: Sendable>(
        patience: Duration = IngestLimits.waitForBatches, during change: @Sendable () async throws -> Result
    ) async throws -> Result {
        while self.isClosed { await withCheckedContinuation { self.waitingDeployments.append($0) } }
        self.isClosed = true
        defer { self.open() }
        if self.batchesInside > 0 {
            let alarm = Task {
                try await Task.sleep(for: patience)
                self.giveUp()
            }
            await withCheckedContinuation { self.waitingDeployment = $0 }
            alarm.cancel()
            guard self.batchesInside == 0 else {
                throw RequestError(
                    .unavailable, "events are waiting that the database does not take; try again when it does", retryAfterSeconds: 10)
            }
        }
        return try await change()
    }

    private func giveUp() { self.waitingDeployment.take()?.resume() }

    private func open() {
        self.isClosed = false
        if !self.waitingDeployments.isEmpty { self.waitingDeployments.removeFirst().resume() }
        for batch in self.waitingBatches { batch.resume() }
        self.waitingBatches = []
    }
}
