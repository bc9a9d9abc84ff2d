// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import MartletCore
internal import Synchronization
internal import Workspaces

/// The door for live endpoints: their answers are pushed to subscribers when their data changes.
///
/// One look at the tables, four times a second, serves all subscribers. Only what reads a table that has changed is run again, once
/// for all who see the same, and only an answer that says something else is sent.
package final class LiveService: Sendable {
    private let queries: QueryService
    private let topics = Mutex(LiveTopics())

    package init(queries: QueryService) { self.queries = queries }

    /// Subscribes to an endpoint. The first answer is the engine's or a kept one, as for any call; what is wrong with the call is thrown.
    ///
    /// But who connects again gets a stream as soon as there may be an answer later: browsers give up for good at a status of failure,
    /// and would do so when the server starts anew.
    package func open(_ request: LiveRequest) async throws -> LiveSubscription {
        let grant = try request.grant()
        try self.topics.withLock { try $0.checkRoom(for: grant.token.id) }
        let key = try self.queries.liveKey(of: request, grant: grant)
        let inbox = LiveInbox(lastEventID: request.lastEventID, now: .now)
        var run: LiveRun?
        do {
            let first = try await self.queries.liveRun(of: request, grant: grant)
            inbox.put(.answer(first.answer), now: .now)
            run = first
        } catch {
            guard request.lastEventID != nil, error.mayMend else { throw error }
            inbox.put(LiveEvent(error), now: .now)
        }
        let member = LiveMember(request: request, inbox: inbox, tokenID: grant.token.id)
        let number = try self.topics.withLock { [run] in try $0.join(member, at: key, with: run, now: .now) }
        return LiveSubscription(inbox: inbox) { self.topics.withLock { $0.leave(number) } }
    }

    /// Serves the subscribers until the task is cancelled, and then ends their streams.
    package func run() async {
        await withDiscardingTaskGroup { group in
            var nextReview = ContinuousClock.now
            while !Task.isCancelled {
                if nextReview <= .now {
                    self.reviewAll()
                    nextReview = ContinuousClock.now + QueryLimits.liveInterval
                }
                await self.enqueue()
                for _ in 0..<self.topics.withLock({ $0.hire() }) { group.addTask { await self.work() } }
                try? await Task.sleep(for: QueryLimits.liveTick)
            }
            group.cancelAll()
        }
        for member in self.topics.withLock({ $0.close() }) { member.inbox.end() }
    }

    /// Finds what is due by the tables as they are now: each set of them is looked at once, whoever reads it.
    private func enqueue() async {
        var versions: [[EngineTable]: TableVersions] = [:]
        for tables in self.topics.withLock({ $0.tableSets }) { versions[tables] = await self.queries.liveVersions(of: tables) }
        self.topics.withLock { [versions] in $0.enqueue(versions, now: .now) }
    }

    /// Runs what is due until there is nothing more.
    private func work() async {
        while let key = self.topics.withLock({ $0.take() }) { await self.refresh(key) }
    }

    /// Makes a topic's answer anew and sends it to those who may still see it.
    private func refresh(_ key: AnswerKey) async {
        do {
            guard let (request, grant) = self.review(key) else { return self.topics.withLock { $0.fail(key, now: .now) } }
            let run = try await self.queries.liveRun(of: request, grant: grant)
            self.topics.withLock { $0.finish(key, run, now: .now) }
        } catch is CancellationError {
            self.topics.withLock { $0.fail(key, now: .now) }
        } catch {
            if !error.mayMend { self.dismiss(self.members(of: key), with: error) }
            self.topics.withLock { $0.fail(key, with: LiveEvent(error), now: .now) }
        }
    }

    private func members(of key: AnswerKey) -> [Int: LiveMember] { self.topics.withLock { $0.members(of: key) } }

    /// Ends streams with an error, after which clients that connect again are told so by a status.
    private func dismiss(_ members: [Int: LiveMember], with error: any Error) {
        for (number, member) in members {
            member.inbox.end(with: LiveEvent(error))
            self.topics.withLock { $0.leave(number) }
        }
    }

    // MARK: Rights

    /// Looks at every subscriber, also of those topics whose tables rest.
    private func reviewAll() {
        for key in self.topics.withLock({ $0.keys }) {
            self.review(key)
            for (number, member) in self.members(of: key) where member.inbox.beat(now: .now) == .stalled {
                self.topics.withLock { $0.leave(number) }
                member.inbox.end()
                member.request.disconnect()
            }
        }
    }

    /// Sees to it that everyone in a topic still has the right to it: whose rights or endpoint are others now goes elsewhere, or away.
    ///
    /// Returns a request and the rights of one who stays.
    @discardableResult
    private func review(_ key: AnswerKey) -> (LiveRequest, AccessGrant)? {
        var staying: (LiveRequest, AccessGrant)?
        for (number, member) in self.members(of: key) {
            do {
                let grant = try member.request.grant()
                let current = try self.queries.liveKey(of: member.request, grant: grant)
                if current == key {
                    staying = (member.request, grant)
                } else {
                    self.topics.withLock { $0.move(number, to: current, now: .now) }
                }
            } catch {
                self.dismiss([number: member], with: error)
            }
        }
        return staying
    }
}

extension Error {
    /// Whether the same call may have an answer later: the engine starts again, or the data is what it cannot compute with.
    fileprivate var mayMend: Bool {
        if self is CallerError || self is EngineError { return true }
        return switch (self as? any ServiceError)?.code {
        case .overloaded, .timeout, .unavailable: true
        default: false
        }
    }
}
