// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The folder that keeps everything a server knows, for this user alone.
///
/// ```
/// catalog.sqlite     workspaces, resources, tokens
/// engine/            the embedded engine's tables
/// spool/             files that are being imported; nothing of them stays
/// log/               events on their way to the engine, one folder a data source
/// keys/              the key that signs tokens, and the one that encrypts secrets
/// tokens/            the admin token, for the user to read
/// lock               held by the server that uses the folder
/// ```
struct DataFolder {
    let path: String
    private let lock: FileLock

    /// Makes the folder where needed and takes it for this process; a second server is refused.
    init(path: String) throws {
        let url = URL(filePath: path).absoluteURL
        for folder in ["", "engine", "keys", "spool", "tokens"] {
            do {
                try FileManager.default.createDirectory(
                    at: url.appending(path: folder), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw RequestError(.internal, "the data folder \(url.path) cannot be made: choose a folder that this user may write to")
            }
        }
        self.path = url.path
        self.lock = try FileLock(path: "\(url.path)/lock")
    }

    var catalog: String { "\(self.path)/catalog.sqlite" }
    var spool: String { "\(self.path)/spool" }
    var log: String { "\(self.path)/log" }
    var engine: String { "\(self.path)/engine" }
    var signingKey: String { "\(self.path)/keys/token-signing.key" }
    var secretsKey: String { "\(self.path)/keys/secrets.key" }
    var adminToken: String { "\(self.path)/tokens/admin.token" }

    /// Writes a secret that only this user may read.
    func write(secret: String, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data((secret + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw RequestError(.internal, "\(path) cannot be written")
        }
    }
}

/// A lock that the system releases when the process ends, however it ends.
private final class FileLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        self.descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw RequestError(.internal, "\(path) cannot be opened") }
        guard flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(self.descriptor)
            throw RequestError(.conflict, "another server uses this data folder: \(path) is locked")
        }
    }

    deinit { close(self.descriptor) }
}
