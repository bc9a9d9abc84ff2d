// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Jobs
import Logging
import MartletCore
import Testing
import Workspaces

struct JobServiceTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "jobs-\(UUID().uuidString).sqlite").path

    private let logger = Logger(label: "jobs") { _ in SwiftLogNoOpLogHandler() }

    private func catalog() throws -> WorkspaceCatalog {
        try WorkspaceCatalog(path: self.path, signer: TokenSigner(key: Array(repeating: 7, count: TokenSigner.keyByteCount)))
    }

    /// A catalog with a workspace, and jobs that run until the body ends.
    private func withJobs(_ limits: JobLimits = JobLimits(), _ body: (JobService, Workspace) async throws -> Void) async throws {
        let catalog = try self.catalog()
        if catalog.workspace("shop") == nil { try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c") }
        let workspace = try #require(catalog.workspace("shop"))
        let jobs = JobService(catalog: catalog, limits: limits, logger: self.logger)
        try await jobs.recover()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await jobs.run() }
            defer { jobs.stop() }
            try await body(jobs, workspace)
        }
    }

    private func job(_ id: String, in workspace: Workspace) -> Job {
        Job(
            id: id, workspace: workspace.id, kind: .importing, target: Job.Target(id: ResourceID("t_1"), name: "visits"),
            parameters: ["format": "csv"], interruption: "half of it is there")
    }

    private func end(of id: String, _ jobs: JobService, _ workspace: Workspace) async throws -> Job {
        while true {
            let job = try await jobs.job(id, of: workspace.id)
            if job.status.isEnd { return job }
            await Task.yield()
        }
    }

    @Test func `work is done when its turn comes, and remembered`() async throws {
        try await self.withJobs { jobs, workspace in
            let job = try await jobs.enqueue(self.job("1", in: workspace)) { running in running.report { $0.rowCount = 3 } }
            #expect(job.status == .waiting)
            #expect(job.isCancellable)
            let end = try await self.end(of: "1", jobs, workspace)
            #expect(end.status == .done)
            #expect(end.startedAt != nil)
        }
        try await self.withJobs { jobs, workspace in
            let job = try await jobs.job("1", of: workspace.id)
            #expect((job.status, job.progress.rowCount, job.parameters) == (.done, 3, ["format": "csv"]))
            await #expect(throws: JobError.unknown("1")) { try await jobs.job("1", of: WorkspaceID("other")) }
            #expect(try await jobs.jobs(of: workspace.id) { _ in true }.map(\.id) == ["1"])
        }
    }

    @Test func `failures are told, ours without their words`() async throws {
        try await self.withJobs { jobs, workspace in
            _ = try await jobs.enqueue(self.job("1", in: workspace)) { _ in throw RequestError(.invalidRequest, "line 3 is odd") }
            #expect(try await self.end(of: "1", jobs, workspace).error == "line 3 is odd")
            _ = try await jobs.enqueue(self.job("2", in: workspace)) { _ in throw CocoaError(.fileNoSuchFile) }
            #expect(try await self.end(of: "2", jobs, workspace).error == "internal error, job 2")
            await #expect(throws: RequestError.self) {
                try await jobs.perform(self.job("3", in: workspace)) { _ in throw RequestError(.tooLarge, "much too large") }
            }
            #expect(try await jobs.jobs(of: workspace.id) { $0.status == .error }.map(\.id) == ["3", "2", "1"])
        }
    }

    @Test func `a job that works is cancelled, and says what it left`() async throws {
        try await self.withJobs { jobs, workspace in
            _ = try await jobs.enqueue(self.job("1", in: workspace)) { running in
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    #expect(throws: CancellationError.self) { try running.checkCancellation() }
                    throw JobError.cancelled(note: "2 rows are kept")
                }
            }
            while try await jobs.job("1", of: workspace.id).status == .waiting { await Task.yield() }
            #expect(try await jobs.cancel("1", of: workspace.id).status == .cancelling)
            let end = try await self.end(of: "1", jobs, workspace)
            #expect((end.status, end.error) == (.cancelled, "2 rows are kept"))
            await #expect(throws: JobError.tooLateToCancel("1")) { try await jobs.cancel("1", of: workspace.id) }
            await #expect(throws: JobError.unknown("2")) { try await jobs.cancel("2", of: workspace.id) }
        }
    }

    @Test func `a job that waits is cancelled and never begins`() async throws {
        var limits = JobLimits()
        limits.perWorkspace = 1
        try await self.withJobs(limits) { jobs, workspace in
            let (gate, opening) = AsyncStream<Never>.makeStream()
            _ = try await jobs.enqueue(self.job("1", in: workspace)) { _ in for await _ in gate {} }
            while try await jobs.job("1", of: workspace.id).status == .waiting { await Task.yield() }
            _ = try await jobs.enqueue(self.job("2", in: workspace)) { _ in Issue.record("it began") }
            #expect(try await jobs.cancel("2", of: workspace.id).status == .cancelled)
            opening.finish()
            #expect(try await self.end(of: "1", jobs, workspace).status == .done)
            #expect(try await jobs.job("2", of: workspace.id).status == .cancelled)
        }
    }

    @Test func `past its point of no return a job goes on`() async throws {
        try await self.withJobs { jobs, workspace in
            let (gate, opening) = AsyncStream<Never>.makeStream()
            _ = try await jobs.enqueue(self.job("1", in: workspace)) { running in
                try running.passPointOfNoReturn()
                for await _ in gate {}
            }
            while try await jobs.job("1", of: workspace.id).isCancellable { await Task.yield() }
            await #expect(throws: JobError.tooLateToCancel("1")) { try await jobs.cancel("1", of: workspace.id) }
            opening.finish()
            #expect(try await self.end(of: "1", jobs, workspace).status == .done)
        }
    }

    @Test func `work in a request can be cancelled by another`() async throws {
        try await self.withJobs { jobs, workspace in
            await #expect(throws: JobError.cancelled(note: "nothing was stored")) {
                try await jobs.perform(self.job("1", in: workspace)) { running in
                    #expect(try await jobs.cancel("1", of: workspace.id).status == .cancelling)
                    do { try running.passPointOfNoReturn() } catch { throw JobError.cancelled(note: "nothing was stored") }
                }
            }
            let job = try await jobs.job("1", of: workspace.id)
            #expect(job.status == .cancelled)
        }
    }

    @Test func `a server that stops or dies leaves no job open`() async throws {
        var limits = JobLimits()
        limits.perWorkspace = 1
        try await self.withJobs(limits) { jobs, workspace in
            for id in ["1", "2"] {
                _ = try await jobs.enqueue(self.job(id, in: workspace)) { _ in try await Task.sleep(for: .seconds(600)) }
            }
            while try await jobs.job("1", of: workspace.id).status == .waiting { await Task.yield() }
        }
        try await self.withJobs { jobs, workspace in
            let ends = try await jobs.jobs(of: workspace.id) { _ in true }
            #expect(ends.map(\.status) == [.error, .error])
            #expect(
                ends.map(\.error) == ["the server stopped before this job began; nothing was done, start it again", "half of it is there"])
        }
    }

    @Test func `how far a job had come is known after a kill`() async throws {
        var limits = JobLimits()
        limits.progressInterval = .milliseconds(1)
        try await self.withJobs(limits) { jobs, workspace in
            let catalog = try self.catalog()
            _ = try await jobs.enqueue(self.job("1", in: workspace)) { running in
                running.report { $0.rowCount = 3 }
                try await Task.sleep(for: .seconds(600))
            }
            while try await catalog.job("1", of: workspace.id)?.progress.rowCount != 3 { await Task.yield() }
            // What another server finds now is what it finds after a kill.
            try await JobService(catalog: catalog, logger: self.logger).recover()
            let found = try await catalog.job("1", of: workspace.id)
            #expect(found?.error == "half of it is there (it had taken in at least 3 rows)")
        }
    }

    @Test func `only the newest are remembered`() async throws {
        var limits = JobLimits()
        (limits.history, limits.listed) = (3, 2)
        try await self.withJobs(limits) { jobs, workspace in
            for id in 1...5 { _ = try await jobs.perform(self.job("\(id)", in: workspace)) { _ in } }
            #expect(try await jobs.jobs(of: workspace.id) { _ in true }.map(\.id) == ["5", "4"])
            #expect(try await jobs.job("3", of: workspace.id).status == .done)
            await #expect(throws: JobError.unknown("2")) { try await jobs.job("2", of: workspace.id) }
        }
    }
}
