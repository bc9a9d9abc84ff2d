// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Who waits for which live answer, and which of them are to be made anew: identical subscriptions are one topic.
struct LiveTopics: Sendable {
    private var topics: [AnswerKey: LiveTopic] = [:]
    private var homes: [Int: AnswerKey] = [:]
    private var lastNumber = 0
    private var queue: ArraySlice<AnswerKey> = []
    private var workerCount = 0
    private var isClosed = false

    // MARK: Subscribers

    /// Throws if one more subscriber of this token would be too many.
    func checkRoom(for tokenID: String) throws(RequestError) {
        guard !self.isClosed else { throw RequestError(.unavailable, "the server is stopping", retryAfterSeconds: 1) }
        guard self.homes.count < QueryLimits.liveSubscriptions else {
            throw RequestError(
                .overloaded, "the server has \(QueryLimits.liveSubscriptions) live subscriptions and room for no more",
                retryAfterSeconds: Self.retrySeconds)
        }
        let most = QueryLimits.liveSubscriptionsPerToken
        guard self.homes.count < most || self.subscriberCount(of: tokenID) < most else {
            throw RequestError(
                .overloaded, "a token may have at most \(most) live subscriptions at a time",
                retryAfterSeconds: Self.retrySeconds)
        }
    }

    private func subscriberCount(of tokenID: String) -> Int {
        self.topics.values.reduce(0) { $0 + $1.members.values.count { $0.tokenID == tokenID } }
    }

    private static let retrySeconds = 10

    /// Lets a subscriber in with the answer that it was given at first, if there was one, and numbers it.
    mutating func join(_ member: LiveMember, at key: AnswerKey, with run: LiveRun?, now: ContinuousClock.Instant) throws(RequestError)
        -> Int
    {
        try self.checkRoom(for: member.tokenID)
        self.lastNumber += 1
        if let run {
            self.topics[key, default: LiveTopic(run, now: now)].meet(run)
            self.topics[key]?.members[self.lastNumber] = member
        } else {
            self.topics[key, default: LiveTopic(now: now)].admit(member, as: self.lastNumber)
        }
        self.homes[self.lastNumber] = key
        return self.lastNumber
    }

    mutating func leave(_ number: Int) {
        guard let key = self.homes.removeValue(forKey: number) else { return }
        self.topics[key]?.members[number] = nil
        if self.topics[key]?.members.isEmpty == true { self.topics[key] = nil }
    }

    /// Takes a subscriber to another topic: its rights or the endpoint's definition have changed.
    mutating func move(_ number: Int, to key: AnswerKey, now: ContinuousClock.Instant) {
        guard let member = self.homes[number].flatMap({ self.topics[$0]?.members[number] }) else { return }
        self.leave(number)
        self.topics[key, default: LiveTopic(now: now)].admit(member, as: number)
        self.homes[number] = key
    }

    var keys: [AnswerKey] { Array(self.topics.keys) }

    func members(of key: AnswerKey) -> [Int: LiveMember] { self.topics[key]?.members ?? [:] }

    /// Lets nobody in any more, and says who is to go.
    mutating func close() -> [LiveMember] {
        let members = self.topics.values.flatMap(\.members.values)
        self = LiveTopics()
        self.isClosed = true
        return members
    }

    // MARK: Runs

    /// The sets of tables that answers were read from, each once.
    var tableSets: Set<[EngineTable]> { Set(self.topics.values.map(\.tables)) }

    /// Puts the topics that are due in the queue: those first that have waited longest.
    mutating func enqueue(_ versions: [[EngineTable]: TableVersions], now: ContinuousClock.Instant) {
        var due: [LiveTopic.Cause: [(key: AnswerKey, since: ContinuousClock.Instant)]] = [:]
        for (key, topic) in self.topics {
            if let cause = topic.cause(versions: versions[topic.tables], now: now) { due[cause, default: []].append((key, topic.lastRun)) }
        }
        var keys = (due[.change] ?? []).sorted { $0.since < $1.since }
        // Changes come first; the clock alone must not keep the engine busy.
        if self.queue.isEmpty { keys += (due[.time] ?? []).sorted { $0.since < $1.since }.prefix(QueryLimits.liveTimedRuns) }
        for (key, _) in keys { self.topics[key]?.enqueue() }
        self.queue += keys.map(\.key)
    }

    /// How many workers are to be started for the queue, as far as there are places for them.
    mutating func hire() -> Int {
        let count = min(QueryLimits.liveRuns - self.workerCount, self.queue.count)
        self.workerCount += count
        return count
    }

    /// The next topic that a worker is to run; nil if there is none, and the worker is let go.
    mutating func take() -> AnswerKey? {
        if let key = self.queue.popFirst() { return key }
        self.workerCount -= 1
        return nil
    }

    /// Notes a topic's new answer and leaves it for everyone in it.
    mutating func finish(_ key: AnswerKey, _ run: LiveRun, now: ContinuousClock.Instant) {
        self.topics[key]?.finish(run, now: now)
        self.tell(key, .answer(run.answer), now: now)
    }

    /// Notes that there was no answer, and leaves the reason for everyone if there is one to be told.
    mutating func fail(_ key: AnswerKey, with event: LiveEvent? = nil, now: ContinuousClock.Instant) {
        self.topics[key]?.fail(now: now)
        if let event { self.tell(key, event, now: now) }
    }

    private func tell(_ key: AnswerKey, _ event: LiveEvent, now: ContinuousClock.Instant) {
        for member in self.members(of: key).values { member.inbox.put(event, now: now) }
    }
}
