// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import GRDB
internal import MartletCore

/// Static tokens that callers make, change and delete.
extension WorkspaceCatalog {
    /// The most tokens of a workspace (http-api contract, 14).
    package static let mostTokens = 100_000

    /// Makes a token; its name must be free.
    package func createToken(
        named name: String, description: String = "", scopes: [TokenScope], origin: Token.Origin, resource: String? = nil,
        in workspace: WorkspaceID
    ) async throws -> (token: Token, text: String) {
        let id = UUID().uuidString.lowercased()
        let isNew = try await self.write { database in
            guard try !Self.hasToken(named: name, in: workspace, database) else { return false }
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM token WHERE workspaceID = ?", arguments: [workspace.text])
            guard count ?? 0 < Self.mostTokens else {
                throw RequestError(.invalidRequest, "a workspace has at most \(Self.mostTokens) tokens: delete some that nobody uses")
            }
            try database.execute(
                sql: """
                    INSERT INTO token (id, workspaceID, name, description, origin, resource, createdAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [id, workspace.text, name, description, origin.rawValue, resource, Timestamp.now().text])
            for scope in scopes { try Self.add(scope, to: id, isFromDatafile: false, in: database) }
            return true
        }
        guard isNew else { throw RequestError(.conflict, "token \"\(name)\" exists already") }
        return try self.token(id, of: workspace)
    }

    /// Gives a token another name, description or other scopes; nil leaves them. What datafiles grant it stays.
    package func updateToken(
        _ id: String, name: String?, description: String? = nil, scopes: [TokenScope]?, in workspace: WorkspaceID
    ) async throws -> (token: Token, text: String) {
        let isFree = try await self.write { database in
            if let name {
                guard try !Self.hasToken(named: name, in: workspace, except: id, database) else { return false }
                try database.execute(sql: "UPDATE token SET name = ? WHERE id = ?", arguments: [name, id])
            }
            if let description {
                try database.execute(sql: "UPDATE token SET description = ? WHERE id = ?", arguments: [description, id])
            }
            if let scopes {
                try database.execute(sql: "DELETE FROM tokenScope WHERE tokenID = ? AND NOT isFromDatafile", arguments: [id])
                for scope in scopes { try Self.add(scope, to: id, isFromDatafile: false, in: database) }
            }
            return true
        }
        guard isFree else { throw RequestError(.conflict, "token \"\(name ?? "")\" exists already") }
        return try self.token(id, of: workspace)
    }

    /// Gives a token another text; the old one opens nothing any more, nor what it has signed.
    package func refreshToken(_ id: String, in workspace: WorkspaceID) async throws -> (token: Token, text: String) {
        try await self.write {
            try $0.execute(sql: "UPDATE token SET generation = generation + 1 WHERE id = ?", arguments: [id])
        }
        return try self.token(id, of: workspace)
    }

    /// Makes the tokens anew that the datafiles of what is served declare, where somebody has deleted them.
    package func restoreDeclaredTokens(of workspace: WorkspaceID) async throws {
        let snapshot = try self.snapshot(of: workspace)
        let known = Dictionary(self.tokens(of: workspace).map { ($0.token.name, Set($0.token.scopes)) }) { first, _ in first }
        guard snapshot.declaredScopes.contains(where: { known[$0.key]?.isSuperset(of: $0.value) != true }) else { return }
        try await self.write { try Self.grantDeclaredScopes(of: snapshot, in: $0) }
    }

    /// Deletes a token: from now on its text opens nothing.
    package func deleteToken(_ id: String) async throws {
        try await self.write { try $0.execute(sql: "DELETE FROM token WHERE id = ?", arguments: [id]) }
    }

    private func token(_ id: String, of workspace: WorkspaceID) throws -> (token: Token, text: String) {
        guard let found = self.tokens(of: workspace).first(where: { $0.token.id == id }) else {
            throw RequestError(.notFound, "token \"\(id)\" does not exist")
        }
        return found
    }

    private static func hasToken(
        named name: String, in workspace: WorkspaceID, except id: String = "", _ database: Database
    ) throws -> Bool {
        try String.fetchOne(
            database, sql: "SELECT id FROM token WHERE workspaceID = ? AND name = ? AND id <> ?", arguments: [workspace.text, name, id])
            != nil
    }

    /// Lets the scopes that callers gave follow the resources of the next deployment: to their new names, or away with them.
    static func carryScopes(to snapshot: WorkspaceSnapshot, in database: Database) throws {
        let workspace = snapshot.workspace.id.text
        let names = Dictionary(
            snapshot.dataSources.values.map { ($0.id.text, $0.name) } + snapshot.pipes.values.map { ($0.id.text, $0.name) }
        ) { first, _ in first }
        let moved = try ResourceRow.fetchAll(database, sql: "SELECT * FROM resource WHERE workspaceID = ?", arguments: [workspace])
            .filter { names[$0.id] != $0.name }
        guard !moved.isEmpty else { return }
        let grants = try Row.fetchAll(
            database,
            sql: """
                SELECT rowid AS number, scope FROM tokenScope
                WHERE NOT isFromDatafile AND tokenID IN (SELECT id FROM token WHERE workspaceID = ?)
                """, arguments: [workspace])
        for grant in grants {
            let (number, wire): (Int64, String) = (grant["number"], grant["scope"])
            guard let scope = TokenScope(wire: wire), let row = moved.first(where: { $0.isMeant(by: scope) }) else { continue }
            if let name = names[row.id] {
                let renamed = TokenScope(scope.kind, resource: name, filter: scope.filter)
                try database.execute(
                    sql: "UPDATE OR REPLACE tokenScope SET scope = ? WHERE rowid = ?", arguments: [renamed.wire, number])
            } else {
                try database.execute(sql: "DELETE FROM tokenScope WHERE rowid = ?", arguments: [number])
            }
        }
    }
}

extension ResourceRow {
    fileprivate func isMeant(by scope: TokenScope) -> Bool {
        guard scope.resource == self.name else { return false }
        return switch scope.kind {
        case .appendDataSource, .dropDataSource, .readDataSource: self.kind == .dataSource
        case .dropPipe, .readPipe: self.kind == .pipe
        default: false
        }
    }
}
