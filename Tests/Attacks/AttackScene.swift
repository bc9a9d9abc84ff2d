// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore
internal import Queries
internal import Templates
internal import Workspaces

/// The workspace that is attacked: what its tables and pipes hide bears the word `CANARY`.
package struct AttackScene: Sendable {
    /// What may never be seen.
    package static let canary = "CANARY"

    /// What the attacker's token opens: rows of one organisation, an endpoint, and one that is full of parameters.
    package static let scopes = [
        "DATASOURCES:READ:events:org = 'acme'", "DATASOURCES:READ:latest:org = 'acme'", "PIPES:READ:mine", "PIPES:READ:params",
    ]

    /// Names of tables and addresses by the words that stand for them in the corpus.
    package let names: [String: String]
    private let workspace: CompiledWorkspace

    /// The workspace in memory, without server or engine.
    package init(names: [String: String] = Self.names(database: "w_1", otherDatabase: "w_2")) throws {
        let project = Project.parse(Self.files.map { ProjectFile(path: $0.path, text: $0.text) }).project
        let database = names["@database@"] ?? ""
        let snapshot = WorkspaceSnapshot(
            workspace: Workspace(id: WorkspaceID("w"), name: "w", database: database, createdAt: Timestamp("")), deployment: 1,
            dataSources: project.dataSources.map {
                DataSource(id: .make(), definition: $0, table: "\($0.name)_1", createdAt: Timestamp(""), updatedAt: Timestamp(""))
            },
            pipes: project.pipes.map { Pipe(id: .make(), definition: $0, view: nil, createdAt: Timestamp(""), updatedAt: Timestamp("")) })
        self.names = names
        self.workspace = try CompiledWorkspace(snapshot)
    }

    /// Names where there is nothing to be reached.
    package static func names(database: String, otherDatabase: String) -> [String: String] {
        [
            "@file@": "/etc/passwd", "@url@": "http://127.0.0.1:9/", "@host@": "127.0.0.1:9", "@database@": database,
            "@table@": "events_1", "@other_database@": otherDatabase, "@other_table@": "plans_1",
        ]
    }

    /// A text of the corpus with the names of this scene.
    package func text(_ text: String) -> String {
        self.names.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    /// What the engine would be asked.
    package func resolve(_ text: String, at door: Attack.Door) throws -> String {
        switch door {
        case .sql:
            var resolver = self.resolver()
            let query = try resolver.resolve(sqlText: text)
            // The service knows which formats it can answer in.
            if let format = query.format, OutputFormat(clause: format) == nil { throw QueryError.unknownFormat(format) }
            return query.sqlText
        case .pipeline:
            var resolver = self.resolver()
            return try resolver.resolve(sqlText: text, pipeline: self.workspace.pipes["mine"]).sqlText
        case .q:
            return try self.resolve(pipe: "mine", query: text)
        case .parameter(let name):
            return try self.resolve(pipe: "params", arguments: [name: .text(text)])
        case .condition:
            _ = try QueryService.condition(text, on: "events", in: self.workspace, grant: .system)
            return try self.resolve("SELECT 1", at: .sql)
        case .filter:
            let scope = TokenScope(.readDataSource, resource: "events", filter: text)
            try QueryService.checkRowFilter(of: scope, in: self.workspace.snapshot)
            return try self.resolve("SELECT 1", at: .sql)
        }
    }

    private func resolve(pipe name: String, query: String? = nil, arguments: [String: TemplateValue] = [:]) throws -> String {
        guard let pipe = self.workspace.pipes[name], let node = pipe.pipe.definition.publishedNode else {
            throw QueryError.unknownPipe(name)
        }
        var resolver = self.resolver(arguments)
        return try resolver.resolve(pipe: pipe, node: node.name, query: query).sqlText
    }

    private func resolver(_ arguments: [String: TemplateValue] = [:]) -> QueryResolver {
        let token = Token(
            id: "1", workspaceID: WorkspaceID("w"), name: "attacker", origin: .custom,
            scopes: Self.scopes.compactMap { TokenScope(wire: $0) }, createdAt: Timestamp(""))
        return QueryResolver(
            workspace: self.workspace, grant: AccessGrant(token: token), arguments: TemplateArguments(arguments),
            context: RenderContext(jobTimestamp: "2026-01-01 00:00:00"))
    }
}
