// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import GRDB
internal import MartletCore

/// Secrets: stored encrypted, given to queries and connections, shown to nobody.
extension WorkspaceCatalog {
    /// What queries may name; empty where secrets are not known.
    package func secretValues(of workspace: WorkspaceID) -> WorkspaceSecrets { self.vault?.view(of: workspace) ?? WorkspaceSecrets() }

    /// The names of the secrets there are; nil where that is not known.
    package func secretNames(of workspace: WorkspaceID) -> Set<String>? { (self.vault?.view(of: workspace).values.keys).map { Set($0) } }

    /// The secrets of a workspace by name.
    package func secrets(of workspace: WorkspaceID) -> [Secret] { self.vault?.secrets(of: workspace) ?? [] }

    /// The secret of this name.
    package func secret(_ name: String, of workspace: WorkspaceID) -> Secret? { self.vault?.secret(name, of: workspace) }

    /// Makes a secret; its name must be free.
    package func createSecret(named name: String, value: String, editor: String, in workspace: WorkspaceID) async throws -> Secret {
        guard Secret.isValidName(name) else {
            throw RequestError(.invalidRequest, "the name of a variable has 1 to 128 letters, digits and \"_\"")
        }
        let now = Timestamp.now()
        let secret = Secret(name: name, value: value, editor: editor, createdAt: now, updatedAt: now)
        return try await self.store(secret, in: workspace) { others in
            guard !others.contains(name) else { throw RequestError(.invalidRequest, "variable \"\(name)\" exists already") }
            guard others.count < Secret.most else {
                throw RequestError(.invalidRequest, "a workspace has at most \(Secret.most) variables: delete some that nobody uses")
            }
        }
    }

    /// Gives a secret another value.
    package func updateSecret(named name: String, value: String, editor: String, in workspace: WorkspaceID) async throws -> Secret {
        guard let old = self.secret(name, of: workspace) else { throw Self.unknownSecret }
        let secret = Secret(name: name, value: value, editor: editor, createdAt: old.createdAt, updatedAt: .now())
        return try await self.store(secret, in: workspace) { others in
            guard others.contains(name) else { throw Self.unknownSecret }
        }
    }

    /// Deletes a secret.
    package func deleteSecret(named name: String, in workspace: WorkspaceID) async throws {
        guard let vault, vault.secret(name, of: workspace) != nil else { throw Self.unknownSecret }
        try await self.database.write { database in
            try database.execute(sql: "DELETE FROM secret WHERE workspaceID = ? AND name = ?", arguments: [workspace.text, name])
            database.afterNextTransaction { _ in vault.set(nil, named: name, of: workspace) }
        }
    }

    /// Clients look for these words.
    private static let unknownSecret = RequestError(.notFound, "Variable not found")

    /// Writes a secret, unless what is there speaks against it. Writes follow each other, and memory follows each of them.
    private func store(
        _ secret: Secret, in workspace: WorkspaceID, unless refuse: @Sendable @escaping (Set<String>) throws -> Void
    ) async throws -> Secret {
        guard let vault else { throw RequestError(.unavailable, "this server keeps no variables") }
        guard secret.value.utf8.count <= Secret.mostBytes else {
            throw RequestError(.invalidRequest, "the value of a variable has at most \(Secret.mostBytes) bytes")
        }
        let sealed = try vault.sealer.seal(secret.value, named: secret.name, in: workspace)
        try await self.database.write { database in
            try refuse(
                Set(try String.fetchAll(database, sql: "SELECT name FROM secret WHERE workspaceID = ?", arguments: [workspace.text])))
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO secret (workspaceID, name, sealed, editor, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [workspace.text, secret.name, sealed, secret.editor, secret.createdAt.text, secret.updatedAt.text])
            database.afterNextTransaction { _ in vault.set(secret, named: secret.name, of: workspace) }
        }
        return secret
    }
}
