// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
internal import GRDB
internal import MartletCore

/// Encrypts secrets for the disk, by AES-GCM with a key in a file of its own: the catalog alone shows none of them.
package struct SecretSealer: Sendable {
    private let key: SymmetricKey

    /// The length of a key: that of AES-256.
    package static let keyByteCount = 32

    package init(key: [UInt8]) {
        precondition(key.count == Self.keyByteCount, "a key for secrets has \(Self.keyByteCount) bytes")
        self.key = SymmetricKey(data: key)
    }

    /// Reads the key at `path`, and makes it first where there is none. Only this user may read the file.
    package static func loadOrMake(at path: String) throws -> SecretSealer {
        let key = try KeyFile(path: path, purpose: "the key of the secrets").loadOrMake(byteCount: Self.keyByteCount)
        return SecretSealer(key: Array(key.prefix(Self.keyByteCount)))
    }

    /// A value as it is stored. It can be opened under this name in this workspace only: rows of the catalog cannot be exchanged.
    func seal(_ value: String, named name: String, in workspace: WorkspaceID) throws -> Data {
        let box = try AES.GCM.seal(Data(value.utf8), using: self.key, authenticating: Self.context(name, workspace))
        guard let sealed = box.combined else { throw RequestError(.internal, "the secret cannot be encrypted") }
        return sealed
    }

    func open(_ sealed: Data, named name: String, in workspace: WorkspaceID) throws -> String {
        do {
            let bytes = try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: self.key, authenticating: Self.context(name, workspace))
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw RequestError(
                .internal,
                "secret \"\(name)\" of workspace \(workspace) was encrypted with another key: put the key file back that the catalog was used with"
            )
        }
    }

    private static func context(_ name: String, _ workspace: WorkspaceID) -> Data { Data("\(workspace.text)/\(name)".utf8) }

    /// All secrets of a catalog.
    func secrets(in database: Database) throws -> [WorkspaceID: [String: Secret]] {
        var secrets: [WorkspaceID: [String: Secret]] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT * FROM secret") {
            let (workspace, name) = (WorkspaceID(row["workspaceID"] as String), row["name"] as String)
            secrets[workspace, default: [:]][name] = Secret(
                name: name, value: try self.open(row["sealed"], named: name, in: workspace), editor: row["editor"],
                createdAt: Timestamp(row["createdAt"] as String), updatedAt: Timestamp(row["updatedAt"] as String))
        }
        return secrets
    }
}
