// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Synchronization
import Templates
import Testing
import Workspaces

@testable import Queries

struct AnswerCacheTests {
    /// Tables whose versions the test decides.
    private final class Tables: TableWatch {
        private let version = Mutex<Int64?>(1)
        func change(to version: Int64?) { self.version.withLock { $0 = version } }
        var versions: TableVersions { TableVersions(stamps: [self.version.withLock { $0 ?? 0 }], isSettled: true) }
        func versions(of tables: [EngineTable]) async -> TableVersions? {
            self.version.withLock { $0.map { TableVersions(stamps: [$0], isSettled: true) } }
        }
    }

    private struct Failure: Error, Equatable {}

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func add() { self.count.withLock { $0 += 1 } }
        var value: Int { self.count.withLock { $0 } }
    }

    private func key(_ argument: String = "1", scopes: [TokenScope] = [TokenScope(.admin)], query: String? = nil, revision: Int = 0)
        -> AnswerKey
    {
        let call = EndpointCall(pipe: "p", format: .json, arguments: TemplateArguments(["a": .text(argument)]), query: query)
        let workspace = Workspace(id: WorkspaceID("w"), name: "w", database: "w", createdAt: Timestamp(""))
        let token = Token(id: "1", workspaceID: workspace.id, name: "t", origin: .custom, scopes: scopes, createdAt: Timestamp(""))
        return AnswerKey(
            call, pipe: "p", clock: nil, in: WorkspaceSnapshot(workspace: workspace, deployment: 1, dataSources: [], pipes: []),
            secrets: WorkspaceSecrets(revision: revision), grant: AccessGrant(token: token))
    }

    private func answer(_ text: String, _ tables: Tables) -> Answer {
        Answer(body: ByteBuffer(string: text), tables: [EngineTable(database: "w", name: "t")], versions: tables.versions)
    }

    @Test func `answers are told apart by what a token fixes and by the secrets there were`() {
        let fixed = { (value: String) in [TokenScope(.readPipe, resource: "p", fixedParameters: ["a": .text(value)])] }
        #expect(self.key("1", scopes: fixed("x")) == self.key("2", scopes: fixed("x")))
        #expect(self.key("1", scopes: fixed("x")) != self.key("1", scopes: fixed("y")))
        #expect(self.key(revision: 1) != self.key(revision: 2))
    }

    @Test func `an answer holds until its tables change`() async throws {
        let tables = Tables()
        let cache = AnswerCache(watch: tables, limit: 1 << 20)
        cache.keep(self.answer("one", tables), for: self.key())
        #expect(await cache.answer(for: self.key())?.body == ByteBuffer(string: "one"))
        #expect(await cache.answer(for: self.key("2")) == nil)
        tables.change(to: 2)
        #expect(await cache.answer(for: self.key()) == nil)
        tables.change(to: 1)
        #expect(await cache.answer(for: self.key()) == nil, "what was found to be untrue is forgotten")
    }

    @Test func `nothing is given where the tables' versions cannot be told`() async throws {
        let tables = Tables()
        let cache = AnswerCache(watch: tables, limit: 1 << 20)
        cache.keep(self.answer("one", tables), for: self.key())
        tables.change(to: nil)
        #expect(await cache.answer(for: self.key()) == nil)
    }

    @Test func `callers who see other rows do not share answers`() {
        let all = TokenScope(.readAll)
        let some = TokenScope(.readDataSource, resource: "events", filter: "org = 1")
        let others = TokenScope(.readDataSource, resource: "events", filter: "org = 2")
        let pipe = TokenScope(.readPipe, resource: "p")
        #expect(self.key(scopes: [all]) == self.key(scopes: [TokenScope(.admin)]))
        #expect(self.key(scopes: [pipe, some]) != self.key(scopes: [pipe, others]))
        #expect(self.key(scopes: [pipe, some]) != self.key(scopes: [pipe]))
        #expect(self.key(scopes: [pipe]) == self.key(scopes: [pipe, TokenScope(.readPipe, resource: "q")]))
        #expect(
            self.key(scopes: [pipe], query: "SELECT 1")
                != self.key(scopes: [pipe, TokenScope(.readPipe, resource: "q")], query: "SELECT 1"),
            "SQL over the answer may name other pipes")
    }

    @Test func `requests that come together share one run`() async throws {
        let tables = Tables()
        let cache = AnswerCache(watch: tables, limit: 1 << 20)
        let (gate, opener) = AsyncStream<Never>.makeStream()
        let runs = Counter()
        let (key, answer) = (self.key(), self.answer("one", tables))
        let outcomes = try await withThrowingTaskGroup(of: CacheOutcome.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await cache.share(key, at: tables.versions) { () -> AnswerCache.Run<Never> in
                        runs.add()
                        for await _ in gate {}
                        return .whole(answer)
                    }.outcome
                }
            }
            // All of them wait behind the first, which nobody can hurry.
            while cache.waiterCount < 9 { await Task.yield() }
            opener.finish()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(runs.value == 1)
        #expect(outcomes.count { $0 == .miss } == 1)
        #expect(outcomes.count { $0 == .hit } == 9)
    }

    @Test func `who waits for a caller that leaves asks for itself`() async throws {
        let tables = Tables()
        let cache = AnswerCache(watch: tables, limit: 1 << 20)
        let (key, answer) = (self.key(), self.answer("two", tables))
        let (entered, hasEntered) = AsyncStream<Void>.makeStream()
        let leader = Task {
            try await cache.share(key, at: tables.versions) { () -> AnswerCache.Run<Never> in
                hasEntered.yield()
                try await Task.sleep(for: .seconds(600))
                throw Failure()
            }
        }
        for await _ in entered { break }
        let follower = Task {
            try await cache.share(key, at: tables.versions) { () -> AnswerCache.Run<Never> in .whole(answer) }.outcome
        }
        while cache.waiterCount < 1 { await Task.yield() }
        leader.cancel()
        #expect(try await follower.value == .miss)
    }

    @Test func `a refusal that is the caller's own is not given to those who wait for him`() async throws {
        let tables = Tables()
        let cache = AnswerCache(watch: tables, limit: 1 << 20)
        let (key, answer) = (self.key(), self.answer("two", tables))
        let (gate, opener) = AsyncStream<Never>.makeStream()
        let (entered, hasEntered) = AsyncStream<Void>.makeStream()
        let refused = Task {
            try await cache.share(key, at: tables.versions) { () -> AnswerCache.Run<Never> in
                hasEntered.yield()
                for await _ in gate {}
                throw Failure()
            }
        }
        for await _ in entered { break }
        let follower = Task {
            try await cache.share(key, at: tables.versions) { () -> AnswerCache.Run<Never> in .whole(answer) }.outcome
        }
        while cache.waiterCount < 1 { await Task.yield() }
        opener.finish()
        await #expect(throws: Failure.self) { _ = try await refused.value }
        #expect(try await follower.value == .miss)
    }

    @Test func `memory is bounded, and what is asked for stays`() {
        var recent = RecentAnswers(limit: 64 << 10)
        let tables = Tables()
        let size = 4 << 10
        let favourite = self.key("favourite")
        recent.keep(self.answer(String(repeating: "x", count: size), tables), for: favourite)
        for number in 0..<1_000 {
            recent.keep(self.answer(String(repeating: "y", count: size), tables), for: self.key(String(number)))
            #expect(recent.size <= 64 << 10)
            #expect(recent.answer(for: favourite) != nil)
        }
        #expect(recent.answer(for: self.key("0")) == nil)
        recent.keep(self.answer(String(repeating: "z", count: 40 << 10), tables), for: self.key("large"))
        #expect(recent.answer(for: self.key("large")) == nil, "one answer must not drive out all others")
    }
}
