// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Glibc
internal import MartletCore

/// Keeps a data folder to one engine. The kernel lifts the lock with the process that holds it, however it ends.
struct FolderLock {
    private let descriptor: Int32

    /// Waits a while for an engine that is about to end, such as one whose server was killed.
    init(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = "\(folder)/engine.lock"
        self.descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw RequestError(.internal, "\(path) cannot be opened: error \(errno)") }
        for _ in 0..<Self.attempts where flock(self.descriptor, LOCK_EX | LOCK_NB) != 0 {
            usleep(Self.intervalMicroseconds)
        }
        guard flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RequestError(.conflict, "another engine uses this data folder: \(path) is locked")
        }
    }

    func release() {
        close(self.descriptor)
    }

    /// Together a little longer than an engine takes to stop.
    private static let attempts = 1000
    private static let intervalMicroseconds: UInt32 = 25_000
}
