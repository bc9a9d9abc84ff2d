// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing
import Workspaces

@testable import Queries

struct QueryAdmissionTests {
    private let caller = QueryCaller(workspace: WorkspaceID("w"), token: "t")

    private func admission(patience: Duration = .seconds(60)) -> QueryAdmission {
        var limits = AdmissionLimits()
        limits.running = 1
        limits.patience = patience
        return QueryAdmission(limits: limits)
    }

    @Test(.timeLimit(.minutes(1))) func `each who waits gets the slot when the one before lets it go`() async throws {
        let admission = self.admission()
        var permit: AdmissionPermit? = try await admission.admit(self.caller)
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { _ = try await admission.admit(self.caller) } }
            #expect(permit != nil)
            permit = nil
            try await group.waitForAll()
        }
        _ = try await admission.admit(self.caller)
    }

    @Test func `who waits too long is told what for`() async throws {
        let admission = self.admission(patience: .milliseconds(1))
        let permit = try await admission.admit(self.caller)
        let refusal = await #expect(throws: AdmissionRefusal.self) { _ = try await admission.admit(self.caller) }
        #expect(
            refusal?.message
                == "too many queries at once: the limit of 1 running queries is reached, and this one waited 0 s in vain; try again in 1 s")
        #expect(refusal?.code == .overloaded && refusal?.retryAfterSeconds == 1)
        permit.end()
        _ = try await admission.admit(self.caller)
    }

    @Test(.timeLimit(.minutes(1))) func `who goes away waits no longer, and leaves no slot taken`() async throws {
        let admission = self.admission()
        let permit = try await admission.admit(self.caller)
        for _ in 0..<50 {
            let waiting = Task { _ = try await admission.admit(self.caller) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        permit.end()
        _ = try await admission.admit(self.caller)
    }

    @Test func `an answer on its way lets the next query run, whichever way it ends`() async throws {
        let admission = self.admission()
        let first = try await admission.admit(self.caller)
        first.finishRunning(unread: 50 << 20)
        let second = try await admission.admit(self.caller)
        second.finishRunning(unread: 10)
        first.end()
        first.end()
        let third = try await admission.admit(self.caller)
        third.end()
        third.finishRunning(unread: 1)
        _ = try await admission.admit(self.caller)
    }
}
