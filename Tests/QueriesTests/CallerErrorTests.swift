// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouseClient
import Datafiles
import MartletCore
import Testing
import Workspaces

@testable import Queries

struct CallerErrorTests {
    private let snapshot = {
        let project = Project.parse([ProjectFile(path: "events.datasource", text: "SCHEMA >\n    `x` String\n\nENGINE_SORTING_KEY x\n")])
            .project
        return WorkspaceSnapshot(
            workspace: Workspace(id: WorkspaceID("w"), name: "w", database: "w_ab12", createdAt: Timestamp("")), deployment: 1,
            dataSources: project.dataSources.map {
                DataSource(id: .make(), definition: $0, table: "events_9f8e7d6c", createdAt: Timestamp(""), updatedAt: Timestamp(""))
            }, pipes: [])
    }()

    @Test func `physical names and the query's text do not reach the caller`() {
        let text = "Unknown expression identifier `nope` in scope SELECT nope FROM w_ab12.events_9f8e7d6c AS events WHERE org = 'secret'"
        let error = CallerError(.exception(code: 47, name: "UNKNOWN_IDENTIFIER", text: text), in: self.snapshot)
        #expect(error.message == "Unknown expression identifier `nope` (UNKNOWN_IDENTIFIER)")
        #expect(error.databaseCode == 47)
        let table = CallerError(
            .exception(code: 60, name: "UNKNOWN_TABLE", text: "Table w_ab12.events_9f8e7d6c does not exist"), in: self.snapshot)
        #expect(table.message == "Table events does not exist (UNKNOWN_TABLE)")
    }

    @Test func `limits are told in words that say what to do`() {
        let memory = CallerError(
            .exception(
                code: 241, name: "MEMORY_LIMIT_EXCEEDED",
                text: "Query memory limit exceeded: would use 6.00 GiB, maximum: 4.00 GiB: While executing AggregatingTransform"),
            in: self.snapshot)
        #expect(memory.message == "Query memory limit exceeded: would use 6.00 GiB, maximum: 4.00 GiB (MEMORY_LIMIT_EXCEEDED)")
        let result = CallerError(
            .exception(code: 396, name: "TOO_MANY_ROWS_OR_BYTES", text: "Limit for result exceeded, max bytes: 95.37 MiB"),
            in: self.snapshot)
        #expect(
            result.message
                == "the result is larger than 100 MB: select fewer rows or columns, aggregate, or fetch it in pages (TOO_MANY_ROWS_OR_BYTES)"
        )
        #expect(result.code == .invalidRequest && result.databaseCode == 396)
    }

    @Test(arguments: [
        (159, 408), (202, 429), (241, 400),
    ])
    func `the engine's number decides the kind of failure`(code: Int, status: Int) {
        let error = CallerError(.exception(code: code, name: "X", text: "x"), in: self.snapshot)
        #expect(error.code == (status == 408 ? .timeout : status == 429 ? .overloaded : .invalidRequest))
    }
}
