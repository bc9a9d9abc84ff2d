// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import NIOCore
import Templates
import Testing
import Workspaces

@testable import Queries

struct LiveTopicsTests {
    private let now = ContinuousClock.now
    private static let table = EngineTable(database: "w", name: "t")

    private func key(_ argument: Int = 1) -> AnswerKey {
        let workspace = Workspace(id: WorkspaceID("w"), name: "w", database: "w", createdAt: Timestamp(""))
        let token = Token(id: "1", workspaceID: workspace.id, name: "t", origin: .custom, scopes: [], createdAt: Timestamp(""))
        return AnswerKey(
            EndpointCall(pipe: "p", format: .json, arguments: TemplateArguments(["a": .text(String(argument))])), pipe: "p", clock: nil,
            in: WorkspaceSnapshot(workspace: workspace, deployment: 1, dataSources: [], pipes: []), secrets: WorkspaceSecrets(),
            grant: AccessGrant(token: token))
    }

    private func member(of token: String = "1") -> LiveMember {
        let call = EndpointCall(pipe: "p", format: .json, arguments: TemplateArguments([:]))
        let request = LiveRequest(call, in: WorkspaceID("w"), lastEventID: nil, grant: { throw QueryError.emptyQuery }, disconnect: {})
        return LiveMember(request: request, inbox: LiveInbox(lastEventID: nil, now: self.now), tokenID: token)
    }

    private func versions(_ number: Int64, isSettled: Bool = true) -> TableVersions {
        TableVersions(stamps: [number], isSettled: isSettled)
    }

    private func run(_ versions: TableVersions?, answer: Int = 1, every interval: Duration? = nil) -> LiveRun {
        LiveRun(
            answer: LiveAnswer(json: ByteBuffer(string: "{\"data\":[\(answer)]}")), tables: [Self.table], versions: versions,
            interval: interval)
    }

    /// What is due then, all of it taken by one worker.
    private func due(_ topics: inout LiveTopics, _ versions: TableVersions?, after seconds: Int = 0) -> [AnswerKey] {
        topics.enqueue(versions.map { [[Self.table]: $0] } ?? [:], now: self.now + .seconds(seconds))
        _ = topics.hire()
        var keys: [AnswerKey] = []
        while let key = topics.take() { keys.append(key) }
        return keys
    }

    @Test func `an answer is made anew when a table has changed, once for all who see the same`() throws {
        var topics = LiveTopics()
        for _ in 0..<3 { _ = try topics.join(self.member(), at: self.key(), with: self.run(self.versions(1)), now: self.now) }
        #expect(topics.tableSets == [[Self.table]])
        #expect(self.due(&topics, self.versions(1), after: 600).isEmpty)
        #expect(self.due(&topics, self.versions(2)) == [self.key()])
        #expect(self.due(&topics, self.versions(3)).isEmpty, "it is due already")
        topics.finish(self.key(), self.run(self.versions(2), answer: 2), now: self.now)
        #expect(self.due(&topics, self.versions(3)) == [self.key()])
    }

    @Test func `a change that may hide behind an answer is looked for once more`() throws {
        var topics = LiveTopics()
        let unsettled = self.run(self.versions(1, isSettled: false))
        _ = try topics.join(self.member(), at: self.key(), with: unsettled, now: self.now)
        #expect(self.due(&topics, self.versions(1, isSettled: false)).isEmpty)
        #expect(self.due(&topics, self.versions(1)) == [self.key()])
        topics.finish(self.key(), self.run(self.versions(1)), now: self.now)
        #expect(self.due(&topics, self.versions(1)).isEmpty)
    }

    @Test func `what depends on the clock, failed, or cannot be told is made anew after a while`() throws {
        var topics = LiveTopics()
        _ = try topics.join(self.member(), at: self.key(1), with: self.run(self.versions(1), every: .seconds(2)), now: self.now)
        _ = try topics.join(self.member(), at: self.key(2), with: self.run(nil), now: self.now)
        #expect(self.due(&topics, self.versions(1), after: 1).isEmpty)
        #expect(Set(self.due(&topics, self.versions(1), after: 2)) == [self.key(1), self.key(2)])
        topics.finish(self.key(2), self.run(self.versions(1)), now: self.now + .seconds(2))
        topics.fail(self.key(1), now: self.now + .seconds(2))
        #expect(self.due(&topics, self.versions(2), after: 3) == [self.key(2)])
        #expect(self.due(&topics, self.versions(2), after: 4) == [self.key(1)])
    }

    @Test func `changes come first, and the longest waiting before others`() throws {
        var topics = LiveTopics()
        for number in 0..<20 {
            _ = try topics.join(
                self.member(), at: self.key(number), with: self.run(self.versions(number < 10 ? 1 : 2), every: .seconds(5)),
                now: self.now + .milliseconds(number))
        }
        let due = self.due(&topics, self.versions(2), after: 10)
        #expect(due == (0..<10 + QueryLimits.liveTimedRuns).map { self.key($0) })
    }

    @Test func `so many workers are at work and no more`() throws {
        var topics = LiveTopics()
        for number in 0..<10 { _ = try topics.join(self.member(), at: self.key(number), with: self.run(nil), now: self.now) }
        #expect(topics.hire() == 0)
        topics.enqueue([:], now: self.now + .seconds(10))
        #expect(topics.hire() == QueryLimits.liveRuns)
        #expect(topics.hire() == 0)
        for _ in 0..<QueryLimits.liveTimedRuns { #expect(topics.take() != nil) }
        for _ in 0..<QueryLimits.liveRuns { #expect(topics.take() == nil) }
        topics.enqueue([:], now: self.now + .seconds(10))
        #expect(topics.hire() == QueryLimits.liveRuns)
    }

    @Test func `the clock alone does not keep the engine busy`() throws {
        var topics = LiveTopics()
        for number in 0..<20 {
            _ = try topics.join(
                self.member(), at: self.key(number), with: self.run(self.versions(1), every: .seconds(2)), now: self.now)
        }
        #expect(self.due(&topics, self.versions(1), after: 10).count == QueryLimits.liveTimedRuns)
    }

    @Test func `a subscriber with another answer than the others makes all look again`() throws {
        var topics = LiveTopics()
        _ = try topics.join(self.member(), at: self.key(), with: self.run(self.versions(1), answer: 1), now: self.now)
        _ = try topics.join(self.member(), at: self.key(), with: self.run(self.versions(1), answer: 1), now: self.now)
        #expect(self.due(&topics, self.versions(1)).isEmpty)
        _ = try topics.join(self.member(), at: self.key(), with: self.run(self.versions(1), answer: 2), now: self.now)
        #expect(self.due(&topics, self.versions(1)) == [self.key()])
    }

    @Test func `who came without an answer is given one as soon as may be`() throws {
        var topics = LiveTopics()
        let member = self.member()
        _ = try topics.join(member, at: self.key(), with: nil, now: self.now)
        #expect(self.due(&topics, nil) == [self.key()])
        topics.fail(self.key(), with: .failure("the engine starts"), now: self.now)
        #expect(self.due(&topics, nil, after: 1).isEmpty)
        #expect(self.due(&topics, nil, after: 2) == [self.key()])
    }

    @Test func `subscribers move to what they may see now, and topics end with the last of them`() throws {
        var topics = LiveTopics()
        let numbers = try (0..<2).map { _ in
            try topics.join(self.member(), at: self.key(1), with: self.run(self.versions(1)), now: self.now)
        }
        topics.move(numbers[0], to: self.key(2), now: self.now)
        #expect(topics.members(of: self.key(1)).keys.sorted() == [numbers[1]])
        #expect(topics.members(of: self.key(2)).keys.sorted() == [numbers[0]])
        _ = try topics.join(self.member(), at: self.key(2), with: self.run(self.versions(1)), now: self.now)
        #expect(self.due(&topics, self.versions(1)) == [self.key(2)], "who moved has not seen its answer yet")
        for number in numbers { topics.leave(number) }
        #expect(topics.keys == [self.key(2)])
        topics.leave(numbers[1] + 1)
        topics.finish(self.key(2), self.run(self.versions(1)), now: self.now)
        #expect(topics.keys.isEmpty, "nobody waits for what has run")
    }

    @Test func `tokens and servers have so many subscribers and no more`() throws {
        var topics = LiveTopics()
        let run = self.run(self.versions(1))
        var last = 0
        for _ in 0..<QueryLimits.liveSubscriptionsPerToken {
            last = try topics.join(self.member(), at: self.key(), with: run, now: self.now)
        }
        let error = #expect(throws: RequestError.self) { try topics.checkRoom(for: "1") }
        #expect(error?.code == .overloaded)
        #expect(error?.message == "a token may have at most 2000 live subscriptions at a time")
        try topics.checkRoom(for: "2")
        topics.leave(last)
        try topics.checkRoom(for: "1")
        #expect(topics.close().count == QueryLimits.liveSubscriptionsPerToken - 1)
        #expect(throws: RequestError.self) { try topics.checkRoom(for: "2") }
    }
}
