// Part of Martlet. Apache License 2.0; see LICENSE.

/// A piece of work that a client may ask about, watch and cancel (http-api contract, 12).
///
/// ```
/// waiting ──> working ──> done | error
///    │           │
///    │           └──> cancelling ──> cancelled (or done, or error, whichever it comes to first)
///    └──────────────────────────────> cancelled
/// ```
package struct Job: Sendable, Hashable {
    package enum Kind: String, Sendable, Codable {
        case importing = "import"
        case deletion = "delete_data"
        case populating = "populateview"
        case copying = "copy"
        case sinking = "sink"
        /// A branch is made.
        case branching = "deploy_branch"
        /// A branch is given the rows of the workspace that it is a branch of.
        case branchFilling = "data_branch"
    }

    package enum Status: String, Sendable, Codable {
        /// Until there is room for it. Next: `working`, `cancelled`.
        case waiting
        /// Next: `done`, `error`, `cancelling`.
        case working
        /// It was asked to end and will at its next step. Next: any of those that end it.
        case cancelling
        case done
        case error
        case cancelled

        package var isEnd: Bool { self == .done || self == .error || self == .cancelled }
    }

    /// The data source that a job fills or empties; of a sink, the pipe.
    package struct Target: Sendable, Hashable {
        package let id: ResourceID
        package let name: String

        package init(id: ResourceID, name: String) {
            self.id = id
            self.name = name
        }
    }

    package let id: String
    package let workspace: WorkspaceID
    package let kind: Kind
    package let target: Target
    /// What it was asked for, by the names of the API; never a secret.
    package let parameters: [String: String]
    /// What a client is told if the server stops while the job works: what was left behind, and how to go on.
    package let interruption: String
    package let createdAt: Timestamp
    package private(set) var startedAt: Timestamp?
    package private(set) var updatedAt: Timestamp
    package private(set) var status = Status.waiting
    package private(set) var progress = JobProgress()
    /// Why it failed, or what it left behind when it was cancelled.
    package private(set) var error: String?
    /// Whether it has begun what cannot be taken back.
    private var isIrrevocable = false

    package init(
        id: String, workspace: WorkspaceID, kind: Kind, target: Target, parameters: [String: String] = [:], interruption: String,
        createdAt: Timestamp = .now()
    ) {
        self.id = id
        self.workspace = workspace
        self.kind = kind
        self.target = target
        self.parameters = parameters
        self.interruption = interruption
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    package var isCancellable: Bool { self.status == .waiting || (self.status == .working && !self.isIrrevocable) }
}

// MARK: - What happens to it

extension Job {
    package mutating func start(at time: Timestamp) {
        precondition(self.status == .waiting, "a job starts once")
        self.status = .working
        self.startedAt = time
        self.updatedAt = time
    }

    /// Puts a job that a former run of the server left open back in line.
    package mutating func waitAgain(at time: Timestamp) {
        precondition(!self.status.isEnd, "a job that has ended stays ended")
        self.status = .waiting
        self.isIrrevocable = false
        self.startedAt = nil
        self.updatedAt = time
    }

    package mutating func report(_ change: (inout JobProgress) -> Void, at time: Timestamp) {
        change(&self.progress)
        self.updatedAt = time
    }

    /// Says that the job can be cancelled no more; false if it was cancelled before.
    package mutating func passPointOfNoReturn() -> Bool {
        guard self.status == .working else { return false }
        self.isIrrevocable = true
        return true
    }

    /// Asks the job to end; false if it is too late for that.
    package mutating func cancel(at time: Timestamp) -> Bool {
        if self.status == .cancelling { return true }
        guard self.isCancellable else { return false }
        self.status = self.status == .waiting ? .cancelled : .cancelling
        self.updatedAt = time
        return true
    }

    package mutating func end(_ status: Status, error: String? = nil, at time: Timestamp) {
        precondition(status.isEnd, "a job ends once, and for good")
        guard !self.status.isEnd else { return }
        self.status = status
        self.error = error
        self.updatedAt = time
    }
}

extension Job {
    /// Reads a stored job back.
    init(_ row: JobRow) {
        self.init(
            id: row.id, workspace: WorkspaceID(row.workspaceID), kind: row.kind,
            target: Target(id: ResourceID(row.targetID), name: row.targetName), parameters: row.parameters,
            interruption: row.interruption, createdAt: Timestamp(row.createdAt))
        self.startedAt = row.startedAt.map { Timestamp($0) }
        self.updatedAt = Timestamp(row.updatedAt)
        self.status = row.status
        self.progress = row.progress
        self.error = row.error
    }
}
