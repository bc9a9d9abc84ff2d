// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Foundation
internal import GRDB
internal import MartletCore
internal import Synchronization

/// From a deployment beside the live one to the one that is served.
extension WorkspaceCatalog {
    /// The deployments of a workspace, oldest first; those that ended long ago are forgotten.
    package func deployments(of workspace: WorkspaceID) -> [Deployment] {
        self.state.withLock { $0.deployments[workspace] ?? [] }
    }

    /// The deployment that has its tables but is not live yet, and what it will serve.
    package func candidate(of workspace: WorkspaceID) -> (deployment: Deployment, snapshot: WorkspaceSnapshot)? {
        self.state.withLock { state in
            guard let snapshot = state.candidates[workspace],
                let deployment = state.deployments[workspace]?.first(where: { $0.number == snapshot.deployment })
            else { return nil }
            return (deployment, snapshot)
        }
    }

    /// How rows reach the deployment that is not live yet; no ways if there is none.
    package func candidateRoutes(of workspace: WorkspaceID) -> RowRoutes {
        self.candidate(of: workspace)?.deployment.routes ?? RowRoutes()
    }

    /// The tables that are served no more but still carry late rows on to their successors.
    package func lateTables(of workspace: WorkspaceID) -> Set<String> {
        let ending = self.deployments(of: workspace).filter { $0.status == .deleting }
        return ending.reduce(into: []) { $0.formUnion($1.routes.bridged) }
    }

    /// The deployment whose view a text names, as the engine's exceptions do, if it is not live yet, or will never be.
    package func unservedDeployment(withViewNamedIn text: String, of workspace: WorkspaceID) -> Deployment? {
        self.deployments(of: workspace).last { deployment in
            !deployment.isLive && deployment.status != .deleting
                && deployment.tables.contains { text.contains(".\($0)") || text.contains(".`\($0)`") }
        }
    }

    /// Refuses to take rows away from a data source while they are carried into another deployment.
    package func require(unmoved dataSource: ResourceID, of workspace: WorkspaceID) throws {
        guard let candidate = self.candidate(of: workspace), candidate.deployment.routes.moved.contains(dataSource) else { return }
        let name = candidate.snapshot.dataSource(dataSource.text)?.name ?? dataSource.text
        throw RequestError(
            .conflict,
            "the rows of data source \"\(name)\" are carried into deployment \(candidate.deployment.number): promote or discard it first",
            retryAfterSeconds: 5)
    }

    /// The number of the next deployment.
    package func nextDeployment(of workspace: WorkspaceID) throws -> Int {
        let live = try self.snapshot(of: workspace).deployment
        return max(live, self.deployments(of: workspace).last?.number ?? 0) + 1
    }

    // MARK: Writing

    /// Notes a deployment whose tables are there and receive rows.
    package func stage(_ deployment: Deployment, serving snapshot: WorkspaceSnapshot) async throws {
        let resources = String(decoding: try JSONEncoder().encode(snapshot.rows), as: UTF8.self)
        try await self.write(serving: snapshot) { database in
            try DeploymentRow(deployment, of: snapshot.workspace.id, resources: resources).upsert(database)
        }
    }

    /// Notes how far a deployment has come. One that has ended serves nothing any more.
    package func save(_ deployment: Deployment, of workspace: WorkspaceID) async throws {
        try await self.write { database in
            let resources = deployment.isStaged ? try DeploymentRow.resources(of: deployment.number, in: workspace, database) : nil
            try DeploymentRow(deployment, of: workspace, resources: resources).upsert(database)
            try database.execute(
                sql: "DELETE FROM deployment WHERE workspaceID = ? AND number <= ?",
                arguments: [workspace.text, deployment.number - Self.keptDeployments])
        }
    }

    /// Ends a deployment that is not live yet; nil if it is no longer one.
    package func end(
        _ number: Int, of workspace: WorkspaceID, as status: Deployment.Status, because feedback: [Deployment.Feedback]
    ) async throws -> Deployment? {
        try await self.write { database in
            let row = try DeploymentRow.fetchOne(
                database, sql: "SELECT * FROM deployment WHERE workspaceID = ? AND number = ? AND resources IS NOT NULL",
                arguments: [workspace.text, number])
            guard var deployment = try row?.deployment else { return nil }
            deployment.status = status
            deployment.feedback += feedback
            deployment.endedAt = .now()
            try DeploymentRow(deployment, of: workspace, resources: nil).upsert(database)
            return deployment
        }
    }

    /// Makes this deployment the one that is served: resources and the tokens their datafiles declare, in one transaction.
    ///
    /// - Parameters:
    ///   - isStaged: Whether it was staged before: nobody must have ended it since.
    ///   - retired: The deployment that was live, with what it leaves in the engine.
    package func publish(
        _ snapshot: WorkspaceSnapshot, as deployment: Deployment? = nil, isStaged: Bool = false, retiring retired: Deployment? = nil
    ) async throws {
        let workspace = snapshot.workspace.id
        let rows = snapshot.rows
        try await self.write(serving: snapshot) { database in
            if isStaged, try DeploymentRow.resources(of: snapshot.deployment, in: workspace, database) == nil {
                throw RequestError(.conflict, "deployment \(snapshot.deployment) was discarded meanwhile")
            }
            try Self.carryScopes(to: snapshot, in: database)
            try database.execute(sql: "DELETE FROM resource WHERE workspaceID = ?", arguments: [workspace.text])
            for row in rows { try row.insert(database) }
            try database.execute(
                sql: "UPDATE workspace SET deployment = ? WHERE id = ?", arguments: [snapshot.deployment, workspace.text])
            for deployment in [deployment, retired].compactMap({ $0 }) {
                try DeploymentRow(deployment, of: workspace, resources: nil).upsert(database)
            }
            try database.execute(
                sql: "DELETE FROM tokenScope WHERE isFromDatafile AND tokenID IN (SELECT id FROM token WHERE workspaceID = ?)",
                arguments: [workspace.text])
            try Self.grantDeclaredScopes(of: snapshot, in: database)
        }
    }

    /// Makes the tokens that the datafiles of a deployment declare and gives them what these say, where that is missing.
    static func grantDeclaredScopes(of snapshot: WorkspaceSnapshot, in database: Database) throws {
        for (name, scopes) in snapshot.declaredScopes {
            let tokenID = try Self.ensureToken(named: name, workspace: snapshot.workspace.id, origin: .datafile, in: database)
            for scope in scopes { try Self.add(scope, to: tokenID, isFromDatafile: true, in: database) }
        }
    }

    /// The last so many deployments are listed.
    private static let keptDeployments = 100

    static func loadDeployments(into state: inout CatalogState, from database: Database, knowing known: CatalogState) throws {
        for row in try DeploymentRow.fetchAll(database, sql: "SELECT * FROM deployment ORDER BY workspaceID, number") {
            let workspace = WorkspaceID(row.workspaceID)
            state.deployments[workspace, default: []].append(try row.deployment)
            guard let resources = row.resources, let live = state.snapshots[workspace] else { continue }
            state.candidates[workspace] =
                try known.snapshot(of: row.number, in: live.workspace)
                ?? WorkspaceSnapshot(
                    workspace: live.workspace, deployment: row.number,
                    rows: try JSONDecoder().decode([ResourceRow].self, from: Data(resources.utf8)))
        }
    }
}

extension WorkspaceSnapshot {
    /// The catalog's rows of all resources.
    fileprivate var rows: [ResourceRow] {
        self.dataSources.values.map { ResourceRow($0, in: self.workspace.id) }
            + self.pipes.values.map { ResourceRow($0, in: self.workspace.id) }
            + self.connections.values.map { ResourceRow($0, in: self.workspace.id) }
    }

    /// The scopes that `TOKEN` lines give, by token name: one name in several files collects the scopes of all.
    var declaredScopes: [String: [TokenScope]] {
        var scopes: [String: [TokenScope]] = [:]
        for dataSource in self.dataSources.values {
            for grant in dataSource.definition.tokens {
                let kind: TokenScope.Kind = grant.permission == .append ? .appendDataSource : .readDataSource
                scopes[grant.name, default: []].append(TokenScope(kind, resource: dataSource.name))
            }
        }
        for pipe in self.pipes.values {
            for grant in pipe.definition.tokens { scopes[grant.name, default: []].append(TokenScope(.readPipe, resource: pipe.name)) }
        }
        return scopes
    }
}
