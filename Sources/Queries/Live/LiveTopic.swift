// Part of Martlet. Apache License 2.0; see LICENSE.

/// One live answer and its subscribers, as a state machine without a clock.
///
/// ```
/// resting ──enqueue──> due ──finish, fail──> resting
/// ```
struct LiveTopic: Sendable {
    /// What the last answer was read from.
    private(set) var tables: [EngineTable] = []
    var members: [Int: LiveMember] = [:]
    private(set) var lastRun: ContinuousClock.Instant
    private var versions: TableVersions?
    private var interval: Duration?
    private var answerID: String?
    /// Whether it is in the queue or runs.
    private var isDue = false
    private var hasFailed = false
    /// Whether it shall run whatever the tables say.
    private var wantsRun = true

    /// Why an answer is to be made anew.
    enum Cause: Sendable, Hashable {
        /// It may be untrue.
        case change
        /// Time has passed, which may mean nothing.
        case time
    }

    /// A topic whose answer is not known yet.
    init(now: ContinuousClock.Instant) { self.lastRun = now }

    /// A topic that its first subscriber brings an answer to.
    init(_ run: LiveRun, now: ContinuousClock.Instant) {
        self.init(now: now)
        self.note(run)
        self.wantsRun = false
    }

    /// Whether the topic is to run, given what its tables are now; nil where that cannot be told.
    func cause(versions: TableVersions?, now: ContinuousClock.Instant) -> Cause? {
        guard !self.isDue else { return nil }
        guard !self.wantsRun else { return .change }
        let rest = now - self.lastRun
        guard !self.hasFailed, let seen = self.versions, let versions else { return rest >= QueryLimits.liveInterval ? .time : nil }
        // Under versions that had not settled, a change may have hidden behind the answer.
        if versions != seen || (!seen.isSettled && versions.isSettled) { return .change }
        return self.interval.map { rest >= $0 } == true ? .time : nil
    }

    mutating func enqueue() {
        self.isDue = true
        // Whoever wants a run from here on wants another one.
        self.wantsRun = false
    }

    mutating func finish(_ run: LiveRun, now: ContinuousClock.Instant) {
        self.note(run)
        self.rest(hasFailed: false, now: now)
    }

    mutating func fail(now: ContinuousClock.Instant) { self.rest(hasFailed: true, now: now) }

    /// Notes an answer that a new subscriber brings; if it is not the one that the others have, one of the two is out of date.
    mutating func meet(_ run: LiveRun) {
        if self.answerID != run.answer.id { self.wantsRun = true }
    }

    /// Lets a subscriber in who may have another answer.
    mutating func admit(_ member: LiveMember, as number: Int) {
        self.members[number] = member
        self.wantsRun = true
    }

    private mutating func note(_ run: LiveRun) {
        (self.tables, self.versions, self.interval, self.answerID) = (run.tables, run.versions, run.interval, run.answer.id)
    }

    private mutating func rest(hasFailed: Bool, now: ContinuousClock.Instant) {
        self.isDue = false
        self.hasFailed = hasFailed
        self.lastRun = now
    }
}

/// A subscriber of a topic.
struct LiveMember: Sendable {
    let request: LiveRequest
    let inbox: LiveInbox
    /// Whose place it takes.
    let tokenID: String
}
