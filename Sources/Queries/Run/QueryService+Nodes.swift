// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import Templates
package import Workspaces

/// A query as it would run, and how.
package struct QueryExplanation: Sendable, Hashable {
    /// The SQL with its nodes filled in, by the names that users know.
    package let debugQuery: String
    /// The engine's plan.
    package let plan: String
}

extension QueryService {
    /// The rows of one node, published or not: what an editor shows of a step.
    ///
    /// Whoever may call an endpoint sees what it answers, not what it is made of; this takes a right to read everything.
    package func call(
        node: String, of call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant
    ) async throws -> QueryResult {
        let (workspace, resolved) = try self.resolve(node: node, of: call, in: workspaceID, grant: grant)
        let response = try await self.run(
            resolved, format: call.format, settings: call.settings, in: workspace, caller: grant.caller(in: workspaceID))
        return QueryResult(response, format: call.format, cache: .bypass)
    }

    /// How the engine would run a node, without one the pipe's result.
    package func explain(
        node: String? = nil, of call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant
    ) async throws -> QueryExplanation {
        struct Line: Decodable, Sendable { let explain: String }
        let (workspace, logical) = try self.resolve(node: node, of: call, in: workspaceID, grant: grant)
        let resolved = try await logical.connecting(by: self.reach)
        let lines = try await self.rows(
            of: "EXPLAIN\n\(resolved.sqlText)", secrets: resolved.secrets, remoteDatabases: resolved.remoteDatabases, as: Line.self,
            in: workspace.snapshot, caller: grant.caller(in: workspaceID))
        let names = LogicalNames(workspace.snapshot)
        let plan = EngineError.hide(resolved.secrets.values, in: lines.map(\.explain).joined(separator: "\n"))
        return QueryExplanation(debugQuery: names.applied(to: resolved.readableText), plan: names.applied(to: plan))
    }

    /// A query in the engine's own layout; a template, which it cannot read, stays as it is.
    package func formatted(_ sqlText: String, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> String {
        struct Formatted: Decodable, Sendable { let query: String }
        guard sqlText.utf8.count <= QueryLimits.queryTextBytes else { throw QueryError.queryTooLong }
        guard try !Template(parsing: sqlText, name: "query").isDynamic else { return sqlText }
        let rows = try await self.rows(
            of: "SELECT formatQuery(\(SQLText.stringLiteral(sqlText))) AS query", as: Formatted.self,
            in: try self.workspaces.live(workspaceID).snapshot, caller: grant.caller(in: workspaceID))
        return rows.first?.query ?? sqlText
    }

    private func resolve(
        node: String?, of call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant
    ) throws -> (CompiledWorkspace, ResolvedQuery) {
        let workspace = try self.workspaces.live(workspaceID)
        let pipe = try workspace.pipe(call.pipe)
        guard grant.mayReadEverything else { throw QueryError.notReadableInside(pipe.pipe.name) }
        let wanted = node.map { pipe.pipe.node($0) } ?? pipe.pipe.definition.resultNode
        guard let wanted else { throw QueryError.unknownNode(node ?? "", pipe: pipe.pipe.name) }
        if let query = call.query, query.utf8.count > QueryLimits.queryTextBytes { throw QueryError.queryTooLong }
        var resolver = QueryResolver(
            workspace: workspace, grant: grant, arguments: call.arguments, context: .at(call.clock), clock: call.clock)
        return (workspace, try resolver.resolve(pipe: pipe, node: wanted.name, query: call.query))
    }

    /// The few rows of a statement of our own.
    private func rows<Row: Decodable & Sendable>(
        of sqlText: String, secrets: [String: String] = [:], remoteDatabases: [RemoteDatabase] = [], as type: Row.Type,
        in snapshot: WorkspaceSnapshot, caller: QueryCaller
    ) async throws -> [Row] {
        let permit = try await self.admission.admit(caller)
        defer { permit.end() }
        do {
            let settings = self.settings.merging(["log_queries": "0"]) { $1 }
            var query = EngineQuery(sqlText, settings: settings)
            query.secrets = secrets
            return try await self.engine.rows(of: query)
        } catch let error as EngineError {
            throw CallerError(error, in: snapshot, remoteDatabases: remoteDatabases)
        }
    }
}
