// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Datafiles
import FileSources
import Foundation
import MartletCore
import Templates
import Testing
import Workspaces

@testable import Queries

struct QueryResolverTests {
    private static let files = [
        ProjectFile(
            path: "events.datasource",
            text: "SCHEMA >\n    `org` String `json:$.org`,\n    `n` UInt8 `json:$.n`\n\nENGINE_SORTING_KEY org\n"),
        ProjectFile(path: "secret.datasource", text: "SCHEMA >\n    `x` String `json:$.x`\n\nENGINE_SORTING_KEY x\n"),
        ProjectFile(
            path: "top.pipe",
            text: """
                NODE filtered
                SQL >
                    %
                    SELECT * FROM events WHERE org = {{String(org, 'acme')}} -- only one

                NODE endpoint
                SQL >
                    SELECT count() AS c FROM filtered
                TYPE endpoint

                """),
        ProjectFile(
            path: "keyed.pipe", text: "NODE k\nSQL >\n    %\n    SELECT n FROM events WHERE org = {{tb_secret('k')}}\nTYPE endpoint\n"),
        ProjectFile(
            path: "remote.pipe",
            text:
                "NODE r\nSQL >\n    %\n    SELECT id FROM postgresql('db:5432', 'd', 't', {{tb_secret('u')}}, {{tb_secret('p', 'none')}})\n"
                + "TYPE endpoint\n"),
        ProjectFile(path: "over.pipe", text: "NODE endpoint\nSQL >\n    SELECT c FROM top;\nTYPE endpoint\n"),
        ProjectFile(path: "loop.pipe", text: "NODE a\nSQL >\n    SELECT * FROM b\n\nNODE b\nSQL >\n    SELECT * FROM a\nTYPE endpoint\n"),
    ]

    private func resolver(_ scopes: String..., arguments: [String: TemplateValue] = [:]) throws -> (QueryResolver, CompiledWorkspace) {
        try self.resolver(scopes.compactMap { TokenScope(wire: $0) }, arguments: arguments)
    }

    private func resolver(
        _ scopes: [TokenScope], arguments: [String: TemplateValue] = [:], secrets: [String: String] = [:]
    ) throws -> (QueryResolver, CompiledWorkspace) {
        let project = Project.parse(Self.files).project
        let snapshot = WorkspaceSnapshot(
            workspace: Workspace(id: WorkspaceID("w"), name: "w", database: "w_1", createdAt: Timestamp("")), deployment: 1,
            dataSources: project.dataSources.map {
                DataSource(id: .make(), definition: $0, table: "\($0.name)_1", createdAt: Timestamp(""), updatedAt: Timestamp(""))
            },
            pipes: project.pipes.map { Pipe(id: .make(), definition: $0, view: nil, createdAt: Timestamp(""), updatedAt: Timestamp("")) })
        var workspace = try CompiledWorkspace(snapshot)
        workspace.secrets = WorkspaceSecrets(values: secrets)
        let token = Token(
            id: "1", workspaceID: WorkspaceID("w"), name: "t", origin: .custom, scopes: scopes, createdAt: Timestamp(""))
        return (
            QueryResolver(
                workspace: workspace, grant: AccessGrant(token: token), arguments: TemplateArguments(arguments),
                context: RenderContext(jobTimestamp: "2026-01-01 00:00:00")), workspace
        )
    }

    private func sql(_ text: String, _ scopes: String...) throws -> String {
        var (resolver, _) = try scopes.isEmpty ? self.resolver("ADMIN") : self.resolver(scopes.joined(separator: "|"))
        return try resolver.resolve(sqlText: text).sqlText
    }

    @Test func `a data source becomes its table and keeps its name as alias`() throws {
        #expect(try self.sql("SELECT events.n FROM events FINAL") == "SELECT events.n FROM `w_1`.`events_1` AS `events` FINAL")
        #expect(try self.sql("SELECT 1 FROM events_quarantine AS q") == "SELECT 1 FROM `w_1`.`events_1_quarantine` AS q")
    }

    @Test func `nodes and pipes become sub-queries, rendered with the request's arguments`() throws {
        var (resolver, workspace) = try self.resolver("ADMIN", arguments: ["org": .text("it's")])
        let pipe = try #require(workspace.pipes["over"])
        let resolved = try resolver.resolve(pipe: pipe, node: "endpoint")
        #expect(resolved.sqlText.contains("WHERE org = 'it\\'s' -- only one\n) AS `filtered`"))
        #expect(resolved.sqlText.contains("FROM `w_1`.`events_1` AS `events`"))
        #expect(!resolved.sqlText.contains(";"))
    }

    private func fixed(_ pipe: String, _ parameters: FixedParameters) -> TokenScope {
        TokenScope(.readPipe, resource: pipe, fixedParameters: parameters)
    }

    @Test func `parameters that a token fixes hold in the endpoint, whatever the request sends`() throws {
        let arguments: [String: TemplateValue] = ["org": .text("beta")]
        for (scope, organisation) in [
            (self.fixed("over", ["org": .text("acme two")]), "acme two"), (self.fixed("over", ["org": .none]), "acme"),
        ] {
            var (resolver, workspace) = try self.resolver([scope], arguments: arguments)
            let pipe = try #require(workspace.pipes["over"])
            let resolved = try resolver.resolve(pipe: pipe, node: "endpoint", query: "SELECT c FROM _").sqlText
            #expect(resolved.contains("WHERE org = '\(organisation)'") && !resolved.contains("beta"))
        }
    }

    @Test func `each pipe of a caller's query has the parameters that the token fixes for it`() throws {
        let scopes = [self.fixed("top", ["org": .text("one")]), self.fixed("over", ["org": .text("two")])]
        var (resolver, _) = try self.resolver(scopes, arguments: ["org": .text("beta")])
        let text = try resolver.resolve(sqlText: "SELECT * FROM top, over, top AS again").sqlText
        #expect(text.components(separatedBy: "'one'").count == 3)
        #expect(text.components(separatedBy: "'two'").count == 2)
        #expect(!text.contains("beta"))
    }

    @Test func `the tables of a query over an endpoint are told, and those of the endpoint`() throws {
        var (resolver, workspace) = try self.resolver("ADMIN")
        let pipe = try #require(workspace.pipes["over"])
        let resolved = try resolver.resolve(pipe: pipe, node: "endpoint", query: "SELECT c, (SELECT count() FROM secret) FROM _")
        #expect(resolved.tables.map(\.name) == ["events_1", "secret_1"])
    }

    @Test func `a secret is bound under a name that no caller can write`() throws {
        let reader = TokenScope(.readPipe, resource: "keyed")
        var (resolver, _) = try self.resolver([reader], secrets: ["k": "hush"])
        let resolved = try resolver.resolve(sqlText: "SELECT n, {k: String} FROM keyed")
        let name = try #require(resolved.secrets.first { $0.value == "hush" }?.key)
        #expect(name.hasPrefix("secret_") && name.hasSuffix("_k") && name.utf8.count == 41)
        #expect(resolved.sqlText.hasPrefix("SELECT n, {k: String} FROM (") && resolved.sqlText.contains("WHERE org = {\(name): String}"))
        #expect(!resolved.sqlText.contains("hush"))
        #expect(resolved.readableText.contains("WHERE org = {k: String}"))
        var (other, _) = try self.resolver([reader], secrets: ["k": "hush"])
        #expect(try other.resolve(sqlText: "SELECT n FROM keyed").secrets[name] == nil)
    }

    @Test func `a remote database is named by a parameter that only its check binds`() async throws {
        var (resolver, _) = try self.resolver([TokenScope(.readPipe, resource: "remote")], secrets: ["u": "me", "p": "hush"])
        let resolved = try resolver.resolve(sqlText: "SELECT * FROM remote")
        let name = try #require(resolved.remoteDatabases.first?.parameter)
        #expect(resolved.sqlText.contains("postgresql({\(name): String}, 'd', 't', {secret_") && !resolved.sqlText.contains("db:5432"))
        #expect(resolved.remoteDatabases.map(\.name) == ["db:5432"])
        #expect(resolved.secrets[name] == nil && !resolved.isRepeatable)
        let address = HostResolver { host in host == "db" ? ["8.8.8.8", "8.8.4.4"].compactMap { IPAddress($0) } : [] }
        #expect(try await resolved.connecting(by: DatabaseReach(resolver: address)).secrets[name] == "8.8.8.8:5432|8.8.4.4:5432")
        let inside = DatabaseReach(resolver: HostResolver { _ in ["8.8.8.8", "10.0.0.1"].compactMap { IPAddress($0) } })
        await #expect(throws: RemoteDatabaseError.notPublic("db:5432")) { try await resolved.connecting(by: inside) }
        let nowhere = DatabaseReach(resolver: HostResolver { _ in [] })
        await #expect(throws: RemoteDatabaseError.unknownHost("db:5432")) { try await resolved.connecting(by: nowhere) }
    }

    @Test func `a remote database needs secrets that are set, and is no caller's to name`() throws {
        var (unset, workspace) = try self.resolver([TokenScope(.admin)], secrets: ["u": "me"])
        let pipe = try #require(workspace.pipes["remote"])
        #expect(throws: QueryRefusal.self) { try unset.resolve(pipe: pipe, node: "r") }
        var (set, _) = try self.resolver([TokenScope(.admin)], secrets: ["u": "me", "p": "hush"])
        let query = "SELECT * FROM _, postgresql('db:5432', 'd', 't', 'u', 'p')"
        #expect(throws: QueryRefusal(reason: .tableFunction("postgresql"))) { try set.resolve(pipe: pipe, node: "r", query: query) }
        #expect(throws: QueryRefusal(reason: .tableFunction("postgresql"))) {
            try set.resolve(sqlText: "% SELECT * FROM postgresql('db:5432', 'd', 't', {{tb_secret('u')}}, {{tb_secret('p')}})")
        }
    }

    @Test func `only an administrator's own query names secrets`() throws {
        let query = "% SELECT {{tb_secret('k')}}, {{tb_secret('x', 'none')}}"
        var (reader, _) = try self.resolver([TokenScope(.readAll)], secrets: ["k": "hush"])
        #expect(throws: TemplateError.self) { try reader.resolve(sqlText: query) }
        var (admin, _) = try self.resolver([TokenScope(.admin)], secrets: ["k": "hush"])
        #expect(Array(try admin.resolve(sqlText: query).secrets.values) == ["hush"])
    }

    @Test func `a format at the end is cut and told`() throws {
        var (resolver, _) = try self.resolver("ADMIN")
        let resolved = try resolver.resolve(sqlText: "SELECT 1 FORMAT CSV; -- done")
        #expect(resolved.sqlText == "SELECT 1 ")
        #expect(resolved.format == "CSV")
    }

    @Test func `an underscore stands for the endpoint in a query over it`() throws {
        var (resolver, workspace) = try self.resolver("PIPES:READ:top")
        let pipe = try #require(workspace.pipes["top"])
        let resolved = try resolver.resolve(pipe: pipe, node: "endpoint", query: "SELECT sum(c) FROM _ LIMIT 1")
        #expect(resolved.sqlText.hasPrefix("SELECT sum(c) FROM (\nSELECT * FROM (\nSELECT count() AS c FROM (\n"))
        #expect(resolved.sqlText.hasSuffix(")\nLIMIT 1000000000000000\n) AS `_` LIMIT 1"))
    }

    @Test func `a row filter stands wherever the data source is read, through pipes too`() throws {
        let rows = "(\nSELECT * FROM `w_1`.`events_1` WHERE (\n(org = 'acme')\n)"
        let query = try self.sql("SELECT * FROM events", "DATASOURCES:READ:events:org = 'acme'")
        #expect(query == "SELECT * FROM \(rows)\nLIMIT 1000000000000000\n) AS `events`")
        let filtered = "\(rows)\n) AS `events`"
        var (resolver, workspace) = try self.resolver("PIPES:READ:top", "DATASOURCES:READ:events:org = 'acme'")
        let pipe = try #require(workspace.pipes["top"])
        #expect(try resolver.resolve(pipe: pipe, node: "endpoint").sqlText.contains(filtered))
    }

    @Test(arguments: ["tenant = 'acme'", "n = 1 OR (SELECT 1)", "org = 'acme' -- all", "n IN secret", "n = 1) OR (1"])
    func `a row filter that is no condition over columns closes the data source`(filter: String) throws {
        #expect(throws: QueryError.self) { try self.sql("SELECT * FROM events", "DATASOURCES:READ:events:\(filter)") }
    }

    @Test func `a PREWHERE over a query becomes a WHERE, FINAL and SAMPLE move to the table`() throws {
        let scope = "DATASOURCES:READ:events:n = 1"
        let query = try self.sql("SELECT n FROM events FINAL SAMPLE 1/2 PREWHERE n IN (1) -- one\nWHERE org = 'a'", scope)
        let rows = "SELECT * FROM `w_1`.`events_1` FINAL SAMPLE 1/2 WHERE (\n(n = 1)\n)\nLIMIT 1000000000000000"
        #expect(query == "SELECT n FROM (\n\(rows)\n) AS `events`   WHERE ( n IN (1) -- one\n\n) AND ( org = 'a'\n)")
        #expect(throws: QueryError.joinedPrewhere("events")) { try self.sql("SELECT 1 FROM events, events AS e PREWHERE 1", scope) }
    }

    @Test func `a description is of a query, whatever was named`() throws {
        #expect(try self.sql("DESCRIBE events") == "DESCRIBE (\nSELECT * FROM `w_1`.`events_1` AS `events`\n)")
        #expect(try self.sql("DESC SELECT 1 AS a FORMAT CSV") == "DESCRIBE (\nSELECT 1 AS a\n)")
    }

    @Test func `who sees only some rows sees no quarantine`() throws {
        #expect(throws: QueryError.quarantineNotReadable("events")) {
            try self.sql("SELECT * FROM events_quarantine", "DATASOURCES:READ:events:org = 'acme'")
        }
        #expect(try self.sql("SELECT 1 FROM events_quarantine AS q", "DATASOURCES:READ:events").hasSuffix("`events_1_quarantine` AS q"))
    }

    @Test(arguments: [
        ("SELECT * FROM secret", QueryError.dataSourceNotReadable("secret")), ("SELECT 1 IN secret", .dataSourceNotReadable("secret")),
        ("SELECT * FROM (SELECT * FROM secret)", .dataSourceNotReadable("secret")),
        ("SELECT (SELECT x FROM secret)", .dataSourceNotReadable("secret")),
        ("WITH a AS (SELECT * FROM secret) SELECT * FROM a", .dataSourceNotReadable("secret")),
        ("SELECT * FROM over", .pipeNotReadable("over")),
        ("SELECT * FROM secret_quarantine", .dataSourceNotReadable("secret")), ("SELECT * FROM nowhere", .unknownTable("nowhere")),
        ("SELECT * FROM tinybird.pipe_stats", .dataSourceNotReadable("tinybird.pipe_stats")),
        ("SELECT * FROM tinybird.data_guess", .serviceDataSource("tinybird.data_guess")),
        ("SELECT * FROM organization.pipe_stats", .serviceDataSource("organization.pipe_stats")),
        ("SELECT * FROM tinybird.nothing", .unknownTable("tinybird.nothing")), ("SELECT * FROM _", .unknownTable("_")),
    ])
    func `what the token does not open stays closed however it is named`(query: String, error: QueryError) throws {
        var (resolver, _) = try self.resolver("DATASOURCES:READ:events")
        #expect(throws: error) { try resolver.resolve(sqlText: query) }
    }

    @Test func `a service data source is the workspace's own table, of jobs with the latest state of each`() throws {
        let pipes = try self.sql("SELECT 1 FROM tinybird.pipe_stats AS p", "DATASOURCES:READ:tinybird.pipe_stats")
        #expect(pipes.hasSuffix("_service`.`pipe_stats` AS p"))
        #expect(try self.sql("SELECT 1 FROM tinybird.jobs_log", "WORKSPACE:READ_ALL").contains("_service`.`jobs_log` FINAL"))
        #expect(throws: QueryError.rowFilterNotUsable("tinybird.pipe_stats", "service data sources are read as a whole")) {
            try self.sql("SELECT 1 FROM tinybird.pipe_stats", "DATASOURCES:READ:tinybird.pipe_stats:pipe_name = 'a'")
        }
    }

    @Test func `what a text of the caller's own reads, and whether it can be repeated, is known`() throws {
        var (resolver, workspace) = try self.resolver("ADMIN")
        #expect(try resolver.resolve(sqlText: "SELECT n FROM events").tables == [EngineTable(database: "w_1", name: "events_1")])
        (resolver, workspace) = try self.resolver("ADMIN")
        let top = try #require(workspace.pipes["top"])
        let query = try resolver.resolve(pipe: top, node: "endpoint", query: "SELECT c, now() FROM _ JOIN secret ON 1")
        #expect(!query.isRepeatable)
        #expect(query.tables.map(\.name) == ["events_1", "secret_1"])
    }

    @Test func `a pipe's reader needs no scope on what stands behind the pipe`() throws {
        var (resolver, _) = try self.resolver("PIPES:READ:top")
        #expect(try resolver.resolve(sqlText: "SELECT * FROM top").sqlText.contains("`events_1`"))
    }

    @Test func `nodes in a circle are refused`() throws {
        var (resolver, workspace) = try self.resolver("ADMIN")
        let pipe = try #require(workspace.pipes["loop"])
        #expect(throws: QueryError.cycle(["a", "b", "a"])) { try resolver.resolve(pipe: pipe, node: "b") }
    }

    @Test func `two statements are refused, not cut`() throws {
        #expect(throws: QueryRefusal.self) { try self.sql("SELECT 1; SELECT 2") }
    }
}
