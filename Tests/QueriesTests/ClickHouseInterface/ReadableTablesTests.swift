// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing
import Workspaces

@testable import Queries

struct ReadableTablesTests {
    private static let files = [
        ProjectFile(
            path: "events.datasource",
            text: "DESCRIPTION What happened\n\nSCHEMA >\n    `org` String `json:$.org`\n\nENGINE_SORTING_KEY org\n"),
        ProjectFile(path: "secret.datasource", text: "SCHEMA >\n    `x` String `json:$.x`\n\nENGINE_SORTING_KEY x\n"),
        ProjectFile(path: "top.pipe", text: "NODE a\nSQL >\n    SELECT count() AS c FROM events\nTYPE endpoint\n"),
        ProjectFile(path: "over.pipe", text: "NODE a\nSQL >\n    %\n    SELECT {{Int8(x, required=True)}} AS c FROM top\nTYPE endpoint\n"),
        ProjectFile(path: "plain.pipe", text: "NODE a\nSQL >\n    SELECT 1 AS c\n"),
    ]

    private func readable(_ scopes: String...) throws -> ReadableTables {
        let project = Project.parse(Self.files).project
        let snapshot = WorkspaceSnapshot(
            workspace: Workspace(id: WorkspaceID("w"), name: "w", database: "w_1", createdAt: Timestamp("")), deployment: 1,
            dataSources: project.dataSources.map {
                DataSource(id: .make(), definition: $0, table: "\($0.name)_1", createdAt: Timestamp(""), updatedAt: Timestamp(""))
            },
            pipes: project.pipes.map { Pipe(id: .make(), definition: $0, view: nil, createdAt: Timestamp(""), updatedAt: Timestamp("")) })
        let token = Token(
            id: "1", workspaceID: WorkspaceID("w"), name: "t", origin: .custom, scopes: scopes.compactMap { TokenScope(wire: $0) },
            createdAt: Timestamp(""))
        return ReadableTables(try CompiledWorkspace(snapshot), grant: AccessGrant(token: token))
    }

    @Test func `who reads everything sees data sources, quarantines and endpoints without required parameters`() throws {
        let readable = try self.readable("WORKSPACE:READ_ALL")
        #expect(readable.tables.keys.sorted() == ["events_1", "events_1_quarantine", "secret_1", "secret_1_quarantine"])
        #expect(readable.tables["events_1"] == .init(name: "events", description: "What happened", isFiltered: false))
        #expect(readable.pipes.map(\.pipe.name) == ["top"])
    }

    @Test func `others see what they may read, and of filtered rows neither number nor quarantine`() throws {
        let readable = try self.readable("DATASOURCES:READ:events:org = 'acme'", "PIPES:READ:over", "DATASOURCES:APPEND:secret")
        #expect(readable.tables == ["events_1": .init(name: "events", description: "What happened", isFiltered: true)])
        #expect(readable.pipes.isEmpty)
    }
}
