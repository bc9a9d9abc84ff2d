// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing
import Workspaces

@testable import Observability

struct ServiceLogTests {
    private static let workspace = WorkspaceID("w")

    private func query(_ url: String = "/v0/sql") -> QueryRecord {
        QueryRecord(
            workspace: Self.workspace, pipe: QueryRecord.queryAPI, token: NamedResource(id: "i", name: "n"),
            request: RequestFacts(id: "r", method: "GET", url: url, parameters: [:], userAgent: nil, clientIP: nil),
            start: Moment(milliseconds: 0), duration: .milliseconds(2), status: 200, error: nil, figures: QueryFigures())
    }

    @Test func `what there is no room for is dropped and counted, and then there is room again`() {
        var limits = ServiceLogLimits()
        limits.records = 3
        let log = ServiceLog(limits: limits)
        for _ in 0..<5 { log.add(self.query()) }
        let contents = log.take()
        #expect(contents.records.count == 3)
        #expect(contents.droppedCount == 2)
        log.add(self.query())
        #expect(log.take().records.count == 1)
        #expect(log.isEmpty)
    }

    @Test func `what callers make records hold is bounded`() {
        var limits = ServiceLogLimits()
        limits.size = ByteCount(bytes: 100)
        let log = ServiceLog(limits: limits)
        log.add(self.query(String(repeating: "a", count: 80)))
        log.add(self.query(String(repeating: "a", count: 80)))
        log.add(self.query(String(repeating: "a", count: 10)))
        let contents = log.take()
        #expect(contents.records.count == 2)
        #expect(contents.droppedCount == 1)
    }

    @Test func `requests with events are added up by data source and second`() throws {
        var limits = ServiceLogLimits()
        limits.appends = 2
        let log = ServiceLog(limits: limits)
        var counts = AppendCounts()
        counts.successfulRequests = 1
        counts.rowCount = 3
        counts.tokens = ["a"]
        log.add(counts, of: "d", in: Self.workspace, at: Moment(milliseconds: 5_100))
        counts.tokens = ["b"]
        log.add(counts, of: "d", in: Self.workspace, at: Moment(milliseconds: 5_900))
        log.add(counts, of: "d", in: Self.workspace, at: Moment(milliseconds: 6_000))
        log.add(counts, of: "d", in: Self.workspace, at: Moment(milliseconds: 7_000))
        let contents = log.take()
        #expect(contents.droppedCount == 1)
        let records = try contents.records.map { try #require($0 as? AppendRecord) }.sorted { $0.key.second < $1.key.second }
        #expect(records.map(\.key.second) == [5, 6])
        #expect(records.first?.counts.rowCount == 6)
        #expect(records.first?.counts.tokens == ["a", "b"])
    }

    @Test func `a job is told in all its states, and what it did when it ends`() {
        let log = ServiceLog()
        var job = Job(
            id: "j", workspace: Self.workspace, kind: .importing, target: Job.Target(id: ResourceID("t_1"), name: "events"),
            parameters: ["mode": "replace", "format": "csv"], interruption: "", createdAt: Timestamp("2026-01-05 10:00:00.000000"))
        log.add(job)
        job.start(at: Timestamp("2026-01-05 10:00:01.000000"))
        log.add(job)
        #expect(log.take().records.allSatisfy { $0 is JobRecord })
        job.end(.error, error: "no", at: Timestamp("2026-01-05 10:00:03.500000"))
        log.add(job)
        let records = log.take().records
        #expect(records.count == 3)
        let operation = records.compactMap { $0 as? OperationRecord }.first
        #expect(operation?.kind == .replace)
        #expect(operation?.error == "no")
        #expect(operation?.elapsed == 2.5)
        #expect(operation?.dataSource == NamedResource(id: "t_1", name: "events"))
    }
}
