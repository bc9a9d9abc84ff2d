// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Keeps rows out of tables that a deployment is changing.
///
/// Any number of appends pass at a time; a deployment waits for those inside, then holds back new ones until it is done.
/// Held-back requests wait in line, up to a limit.
package actor IngestGate {
    private var appendsInside = 0
    private var isClosed = false
    private var waitingAppends: [CheckedContinuation<Void, Never>] = []
    private var waitingDeployment: CheckedContinuation<Void, Never>?
    private var waitingDeployments: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// Runs `append` when no deployment is at work.
    package func pass<Result: Sendable>(_ append: @Sendable () async throws -> Result) async throws -> Result {
        while self.isClosed {
            guard self.waitingAppends.count < IngestLimits.waitingRequests else { throw IngestError.tooManyWaiting }
            await withCheckedContinuation { self.waitingAppends.append($0) }
        }
        self.appendsInside += 1
        defer {
            self.appendsInside -= 1
            if self.appendsInside == 0 {
                self.waitingDeployment?.resume()
                self.waitingDeployment = nil
            }
        }
        return try await append()
    }

    /// Runs `change` while no append is inside. Deployments follow one another.
    package func close<Result: Sendable>(during change: @Sendable () async throws -> Result) async throws -> Result {
        while self.isClosed { await withCheckedContinuation { self.waitingDeployments.append($0) } }
        self.isClosed = true
        defer {
            self.isClosed = false
            if !self.waitingDeployments.isEmpty { self.waitingDeployments.removeFirst().resume() }
            for append in self.waitingAppends { append.resume() }
            self.waitingAppends = []
        }
        if self.appendsInside > 0 { await withCheckedContinuation { self.waitingDeployment = $0 } }
        precondition(self.appendsInside == 0, "a deployment has the tables for itself")
        return try await change()
    }
}
