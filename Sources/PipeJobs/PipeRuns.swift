// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization
internal import Workspaces

/// Which pipes run: each at most once at a time.
final class PipeRuns: Sendable {
    private enum Run {
        /// Somebody is about to begin a job.
        case beginning(after: String?)
        /// The last job, which may have ended.
        case job(String)
    }

    private struct State {
        var runs: [ResourceID: Run] = [:]
        var isOpen = false
    }

    private let state = Mutex(State())

    /// Whether pipes may run: from when the engine is swept until the server stops.
    var isOpen: Bool {
        get { self.state.withLock { $0.isOpen } }
        set { self.state.withLock { $0.isOpen = newValue } }
    }

    /// The pipe's last job.
    func job(of pipe: ResourceID) -> String? {
        self.state.withLock { state in
            switch state.runs[pipe] {
            case .job(let id), .beginning(after: let id?): id
            case .beginning(after: nil), nil: nil
            }
        }
    }

    /// Keeps others from beginning a job of this pipe until `settle`; false if somebody else is about to.
    func reserve(_ pipe: ResourceID) -> Bool {
        self.state.withLock { state in
            switch state.runs[pipe] {
            case .beginning: return false
            case .job(let id): state.runs[pipe] = .beginning(after: id)
            case nil: state.runs[pipe] = .beginning(after: nil)
            }
            return true
        }
    }

    /// Notes the job that was begun, or that none was.
    func settle(_ pipe: ResourceID, job: String?) {
        self.state.withLock { state in
            if let job {
                state.runs[pipe] = .job(job)
            } else if case .beginning(let previous) = state.runs[pipe] {
                state.runs[pipe] = previous.map { .job($0) }
            }
        }
    }
}
