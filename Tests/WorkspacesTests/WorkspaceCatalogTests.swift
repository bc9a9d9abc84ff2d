// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Foundation
import MartletCore
import Testing

@testable import Workspaces

struct WorkspaceCatalogTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).sqlite").path
    private let signer = TokenSigner(key: Array(repeating: 7, count: TokenSigner.keyByteCount))

    private func catalog() throws -> WorkspaceCatalog { try WorkspaceCatalog(path: self.path, signer: self.signer) }

    private func snapshot(_ workspace: Workspace, deployment: Int, _ files: [ProjectFile]) -> WorkspaceSnapshot {
        let project = Project.parse(files).project
        return WorkspaceSnapshot(
            workspace: workspace, deployment: deployment,
            dataSources: project.dataSources.map {
                DataSource(id: .make(), definition: $0, table: "\($0.name)_1", createdAt: .now(), updatedAt: .now())
            },
            pipes: project.pipes.map { Pipe(id: .make(), definition: $0, view: nil, createdAt: .now(), updatedAt: .now()) })
    }

    private static let events = ProjectFile(
        path: "datasources/events.datasource",
        text: "TOKEN app APPEND\nTOKEN dashboard READ\nSCHEMA >\n    `ts` DateTime `json:$.ts`\n\nENGINE_SORTING_KEY ts\n")
    private static let count = ProjectFile(
        path: "pipes/count.pipe", text: "TOKEN dashboard READ\nNODE endpoint\nSQL >\n    SELECT count() FROM events\nTYPE endpoint\n")

    @Test func `a workspace is born with its tokens and found by name and id`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        #expect(catalog.workspace("shop") == workspace)
        #expect(catalog.workspace(workspace.id.text) == workspace)
        #expect(catalog.tokens(of: workspace.id).map(\.token.name) == ["admin a@b.c", "workspace admin token"])
        for (token, text) in catalog.tokens(of: workspace.id) {
            #expect(text.hasPrefix("p.ey"))
            #expect(catalog.grant(forTokenText: text)?.token == token)
        }
    }

    @Test func `a taken name is a conflict`() async throws {
        let catalog = try self.catalog()
        try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        await #expect(throws: RequestError(.conflict, "workspace \"shop\" exists already")) {
            try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        }
    }

    @Test(arguments: ["", "1st", "a b", "a;b", String(repeating: "x", count: 129)])
    func `what is no name is refused`(name: String) async throws {
        let catalog = try self.catalog()
        await #expect(throws: RequestError.self) { try await catalog.createWorkspace(named: name, ownerEmail: "a@b.c") }
    }

    @Test func `a published deployment survives a restart with its tokens`() async throws {
        let workspace = try await self.catalog().createWorkspace(named: "shop", ownerEmail: "a@b.c")
        let published = self.snapshot(workspace, deployment: 1, [Self.events, Self.count])
        let first = try self.catalog()
        try await first.publish(published)
        let texts = first.tokens(of: workspace.id).map(\.text)

        let second = try self.catalog()
        let live = try second.snapshot(of: workspace.id)
        #expect(live.deployment == 1)
        #expect(live.dataSources["events"]?.table == "events_1")
        #expect(live.dataSources["events"]?.id == published.dataSources["events"]?.id)
        #expect(live.pipes["count"]?.definition == published.pipes["count"]?.definition)
        #expect(second.tokens(of: workspace.id).map(\.text) == texts)
    }

    @Test func `what is served and what is staged outlast other changes, each as it is`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        let (live, staged) = (
            self.snapshot(workspace, deployment: 1, [Self.events, Self.count]), self.snapshot(workspace, deployment: 2, [Self.events])
        )
        try await catalog.publish(live)
        let deployment = Deployment(
            number: 2, promotesItself: false, changes: ProjectChanges(), movements: [], feedback: [], routes: RowRoutes(), tables: [])
        try await catalog.stage(deployment, serving: staged)
        try await catalog.ensureUserToken()
        for catalog in [catalog, try self.catalog()] {
            #expect(try catalog.snapshot(of: workspace.id).pipes["count"]?.id == live.pipes["count"]?.id)
            let candidate = try #require(catalog.candidate(of: workspace.id)?.snapshot)
            #expect(candidate.pipes.isEmpty)
            #expect(candidate.dataSources["events"]?.id == staged.dataSources["events"]?.id)
        }
        _ = try await catalog.end(2, of: workspace.id, as: .deleted, because: [])
        #expect(catalog.candidate(of: workspace.id) == nil)
        #expect(try catalog.snapshot(of: workspace.id).deployment == 1)
    }

    @Test func `of changes at a time none is lost`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        try await withThrowingTaskGroup { group in
            for number in 0..<50 {
                group.addTask {
                    let made = try await catalog.createToken(named: "t\(number)", scopes: [], origin: .custom, in: workspace)
                    #expect(catalog.grant(forTokenText: made.text)?.token == made.token)
                }
            }
            try await group.waitForAll()
        }
        #expect(catalog.tokens(of: workspace).count == 52)
    }

    @Test func `one token name in several files collects the scopes of all`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        try await catalog.publish(self.snapshot(workspace, deployment: 1, [Self.events, Self.count]))
        let tokens = Dictionary(
            uniqueKeysWithValues: catalog.tokens(of: workspace.id).map { ($0.token.name, Set($0.token.scopes.map(\.wire))) })
        #expect(tokens["dashboard"] == ["DATASOURCES:READ:events", "PIPES:READ:count"])
        #expect(tokens["app"] == ["DATASOURCES:APPEND:events"])
    }

    @Test func `a deployment takes back the scopes its datafiles no longer give and keeps the token's text`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        try await catalog.publish(self.snapshot(workspace, deployment: 1, [Self.events, Self.count]))
        let before = catalog.tokens(of: workspace.id).first { $0.token.name == "dashboard" }?.text
        try await catalog.publish(self.snapshot(workspace, deployment: 2, [Self.events]))
        let after = catalog.tokens(of: workspace.id).first { $0.token.name == "dashboard" }
        #expect(after?.text == before)
        #expect(after?.token.scopes.map(\.wire) == ["DATASOURCES:READ:events"])
    }

    @Test func `a refreshed token has another text, and keeps it`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        try await catalog.publish(self.snapshot(workspace, deployment: 1, [Self.events]))
        let old = try #require(catalog.tokens(of: workspace.id).first { $0.token.name == "app" })
        let new = try await catalog.refreshToken(old.token.id, in: workspace.id)
        #expect(new.text != old.text && new.text.hasPrefix("p.ey"))
        #expect(new.token.scopes == old.token.scopes)
        #expect(catalog.grant(forTokenText: old.text) == nil)
        try await catalog.publish(self.snapshot(workspace, deployment: 2, [Self.events, Self.count]))
        #expect(try self.catalog().grant(forTokenText: new.text)?.token == new.token)
    }

    @Test func `a token that datafiles declare comes back with another text`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c")
        try await catalog.publish(self.snapshot(workspace, deployment: 1, [Self.events]))
        let old = try #require(catalog.tokens(of: workspace.id).first { $0.token.name == "app" })
        try await catalog.deleteToken(old.token.id)
        try await catalog.restoreDeclaredTokens(of: workspace.id)
        let new = try #require(catalog.tokens(of: workspace.id).first { $0.token.name == "app" })
        #expect(new.text != old.text)
        #expect(new.token.scopes == old.token.scopes)
    }

    @Test func `a token of another signing key opens nothing`() async throws {
        let workspace = try await self.catalog().createWorkspace(named: "shop", ownerEmail: "a@b.c")
        let text = try self.catalog().tokens(of: workspace.id).first?.text ?? ""
        let stolen = try WorkspaceCatalog(path: self.path, signer: TokenSigner(key: Array(repeating: 8, count: 32)))
        #expect(stolen.grant(forTokenText: text) == nil)
    }

    @Test func `a data source has one replay at a time, which outlives the process`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let first = QuarantineReplay(
            id: "1", workspace: workspace, dataSource: ResourceID("t_1"), importID: "i", corrections: ["a": "\"1'"], pieceRows: 9,
            startedAt: .now())
        let second = QuarantineReplay(id: "2", workspace: workspace, dataSource: ResourceID("t_1"), pieceRows: 9, startedAt: .now())
        #expect(try await catalog.replay(of: first.dataSource) == nil)
        #expect(try await catalog.begin(first) == first)
        #expect(try await catalog.begin(second) == first)

        var later = first
        later.state = .appending
        later.nextRow = 10_000
        later.pieceRows = 5
        later.problem = "the engine is away"
        try await catalog.update(later)
        let reopened = try self.catalog()
        #expect(try await reopened.unfinishedReplays() == [later])

        later.state = .done
        try await reopened.update(later)
        #expect(try await reopened.unfinishedReplays().isEmpty)
        #expect(try await reopened.begin(second) == second)
        #expect(try await reopened.replay(of: first.dataSource) == second)
        try await reopened.remove(second)
        #expect(try await reopened.replay(of: first.dataSource) == nil)
    }
}
