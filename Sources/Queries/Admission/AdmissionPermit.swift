// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// A query's right to run, and after that to have its answer wait for its reader. It ends at the latest when it is let go.
package final class AdmissionPermit: Sendable {
    private let admission: QueryAdmission
    private let caller: QueryCaller
    private let stage = Mutex(Stage.running)

    private enum Stage {
        /// The engine works. Next: `unread`, `over`.
        case running
        /// The engine is done, and so many bytes wait for their reader. Next: `over`.
        case unread(Int)
        case over
    }

    init(_ admission: QueryAdmission, caller: QueryCaller) {
        self.admission = admission
        self.caller = caller
    }

    deinit { self.end() }

    /// The engine is done: another query may run while the answer of this one is read.
    ///
    /// A short answer fits between engine and reader, and is not counted.
    package func finishRunning(unread byteCount: Int) {
        let unread = byteCount > QueryLimits.shortAnswerBytes ? byteCount : 0
        let wasRunning = self.stage.withLock { stage in
            guard case .running = stage else { return false }
            stage = unread > 0 ? .unread(unread) : .over
            return true
        }
        if wasRunning { self.admission.finishRunning(self.caller, unread: unread) }
    }

    /// Nothing is left to be read.
    package func end() {
        let last = self.stage.withLock { stage in
            defer { stage = .over }
            return stage
        }
        switch last {
        case .running: self.admission.finishRunning(self.caller, unread: 0)
        case .unread(let byteCount): self.admission.forget(unread: byteCount, of: self.caller)
        case .over: break
        }
    }
}
