// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import GRDB
internal import MartletCore
internal import Synchronization

/// The record of what exists: workspaces, their resources, their tokens.
///
/// One SQLite file is the truth; a copy in memory answers every request. A change is one transaction, and the copy is
/// replaced after it, so readers see all of a deployment or nothing of it.
package final class WorkspaceCatalog: Sendable {
    let database: DatabaseQueue
    private let signer: TokenSigner
    let state: Mutex<CatalogState>
    let verifiedTokens = VerifiedTokens()
    /// Nil where secrets are not known, and those that are named taken for granted.
    let vault: SecretVault?

    /// Opens the catalog at `path`, making or upgrading it as needed. Without a sealer it has no secrets.
    package init(path: String, signer: TokenSigner, sealer: SecretSealer? = nil) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
        }
        self.database = try DatabaseQueue(path: path, configuration: configuration)
        try CatalogMigrations.migrator.migrate(self.database)
        self.signer = signer
        self.state = Mutex(try self.database.read { try Self.load($0, signer: signer, knowing: CatalogState()) })
        if let sealer {
            self.vault = SecretVault(sealer: sealer, secrets: try self.database.read { try sealer.secrets(in: $0) })
        } else {
            self.vault = nil
        }
    }

    // MARK: Reading

    /// All workspaces by name.
    package var workspaces: [Workspace] {
        self.state.withLock { $0.snapshots.values.map(\.workspace) }.sorted { $0.name < $1.name }
    }

    /// The workspace of this name or id.
    package func workspace(_ nameOrID: String) -> Workspace? {
        self.state.withLock { state in
            let id = state.workspaceIDsByName[nameOrID] ?? WorkspaceID(nameOrID)
            return state.snapshots[id]?.workspace
        }
    }

    /// What the workspace serves now.
    package func snapshot(of workspace: WorkspaceID) throws -> WorkspaceSnapshot {
        guard let snapshot = self.state.withLock({ $0.snapshots[workspace] }) else {
            throw RequestError(.notFound, "workspace \"\(workspace)\" does not exist")
        }
        return snapshot
    }

    /// What the bearer of this static token's text may do.
    func grant(forStaticText text: String) -> AccessGrant? {
        self.state.withLock { $0.tokensByText[text] }.map { AccessGrant(token: $0) }
    }

    /// The texts of the tokens that may sign JSON web tokens of a workspace.
    func signers(of workspace: WorkspaceID?) -> [String] {
        guard let workspace else { return [] }
        return self.state.withLock { $0.signers[workspace] } ?? []
    }

    /// The tokens of a workspace by name, or the user's own for nil, each with its secret text.
    package func tokens(of workspace: WorkspaceID?) -> [(token: Token, text: String)] {
        self.state.withLock { state in
            state.tokensByText.filter { $0.value.workspaceID == workspace }.map { (token: $0.value, text: $0.key) }
        }
        .sorted { $0.token.name < $1.token.name }
    }

    // MARK: Writing

    /// Makes a workspace with the tokens that every workspace has.
    @discardableResult
    package func createWorkspace(named name: String, ownerEmail: String, life: WorkspaceLife = WorkspaceLife()) async throws -> Workspace {
        guard Self.isValidName(name) else {
            throw RequestError(
                .invalidRequest,
                "\"\(name)\" is not a workspace name: use 1 to 128 letters, digits, '_' or '-', beginning with a letter or '_'")
        }
        guard self.workspaces.count < WorkspaceLimits.workspaces else {
            throw RequestError(.conflict, "there are \(WorkspaceLimits.workspaces) workspaces already: delete one first")
        }
        let id = WorkspaceID.make()
        let workspace = Workspace(
            id: id, name: name, database: "w_" + id.text.filter { $0 != "-" }, createdAt: .now(), life: life)
        let isNew = try await self.write { database in
            guard try String.fetchOne(database, sql: "SELECT id FROM workspace WHERE name = ?", arguments: [name]) == nil else {
                return false
            }
            try database.execute(
                sql: """
                    INSERT INTO workspace (id, name, engineDatabase, createdAt, mainID, expiresAt, isForDevelopment)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id.text, name, workspace.database, workspace.createdAt.text, life.main?.text, life.expiresAt?.text,
                    life.isForDevelopment,
                ])
            let adminNames = [Token.SystemName.workspaceAdmin, Token.SystemName.userAdmin(email: ownerEmail)]
            for tokenName in adminNames {
                let tokenID = try Self.ensureToken(named: tokenName, workspace: id, origin: .system, in: database)
                try Self.add(TokenScope(.admin), to: tokenID, isFromDatafile: false, in: database)
            }
            return true
        }
        guard isNew else { throw RequestError(.conflict, "workspace \"\(name)\" exists already") }
        return workspace
    }

    /// Makes the user's token, which may create workspaces, unless it is there.
    package func ensureUserToken() async throws {
        _ = try await self.write { try Self.ensureToken(named: Token.SystemName.user, workspace: nil, origin: .system, in: $0) }
    }

    /// Changes the database in one transaction and takes over the result; `snapshot` is a deployment that comes into it.
    func write<Result: Sendable>(
        serving snapshot: WorkspaceSnapshot? = nil, _ change: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await self.database.write { database in
            let result = try change(database)
            var known = self.state.withLock { $0 }
            if let snapshot { known.candidates[snapshot.workspace.id] = snapshot }
            let state = try Self.load(database, signer: self.signer, knowing: known)
            // Before the next transaction begins: memory follows each of them in their order.
            database.afterNextTransaction { _ in self.state.withLock { $0 = state } }
            return result
        }
    }
}

// MARK: - Rows

extension WorkspaceCatalog {
    /// Reads everything but the datafiles of deployments that are known.
    private static func load(_ database: Database, signer: TokenSigner, knowing known: CatalogState) throws -> CatalogState {
        let snapshots = try Row.fetchAll(database, sql: "SELECT * FROM workspace").map { row in
            let workspace = Workspace(
                id: WorkspaceID(row["id"]), name: row["name"], database: row["engineDatabase"],
                createdAt: Timestamp(row["createdAt"] as String), life: WorkspaceLife(row))
            if let snapshot = known.snapshot(of: row["deployment"], in: workspace) { return snapshot }
            let resources = try ResourceRow.fetchAll(
                database, sql: "SELECT * FROM resource WHERE workspaceID = ?", arguments: [workspace.id.text])
            return WorkspaceSnapshot(workspace: workspace, deployment: row["deployment"], rows: resources)
        }
        let scopes = Dictionary(
            grouping: try Row.fetchAll(database, sql: "SELECT * FROM tokenScope ORDER BY rowid"),
            by: { (row: Row) -> String in row["tokenID"] })
        let tokens = try Row.fetchAll(database, sql: "SELECT * FROM token").map { row in
            let id: String = row["id"]
            let workspaceID: String? = row["workspaceID"]
            return Token(
                id: id, workspaceID: workspaceID.map { WorkspaceID($0) }, name: row["name"], description: row["description"],
                origin: Token.Origin(rawValue: row["origin"]) ?? .custom, resource: row["resource"], generation: row["generation"],
                scopes: scopes[id, default: []].compactMap { (row: Row) in TokenScope(wire: row["scope"]) },
                createdAt: Timestamp(row["createdAt"] as String))
        }
        var state = CatalogState(snapshots: snapshots, tokens: tokens, signer: signer)
        try Self.loadDeployments(into: &state, from: database, knowing: known)
        return state
    }

    /// The id of the token of this name, which is made if there is none.
    static func ensureToken(named name: String, workspace: WorkspaceID?, origin: Token.Origin, in database: Database) throws
        -> String
    {
        let stored = try String.fetchOne(
            database, sql: "SELECT id FROM token WHERE workspaceID IS ? AND name = ?", arguments: [workspace?.text, name])
        if let stored { return stored }
        let id = UUID().uuidString.lowercased()
        try database.execute(
            sql: "INSERT INTO token (id, workspaceID, name, origin, createdAt) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, workspace?.text, name, origin.rawValue, Timestamp.now().text])
        return id
    }

    static func add(_ scope: TokenScope, to tokenID: String, isFromDatafile: Bool, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO tokenScope (tokenID, scope, isFromDatafile) VALUES (?, ?, ?)",
            arguments: [tokenID, scope.wire, isFromDatafile])
    }

    private static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 128 else { return false }
        let isLetter = { (byte: UInt8) in
            (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
        }
        return isLetter(first)
            && name.utf8.allSatisfy { isLetter($0) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: "-") }
    }
}
