// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Glibc
internal import MartletCore

/// Reads and replaces small files so that no crash leaves half of one.
enum DurableFile {
    /// The bytes of a file, or nil if there are more than `limit`.
    static func read(_ path: String, limit: Int) throws -> [UInt8]? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes[.size] as? Int, size <= limit else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// Puts a new file in the place of an old one; `newPath` names it until it is on disk.
    static func replace(_ path: String, with bytes: [UInt8], by newPath: String) throws {
        try self.withDescriptor(newPath, flags: O_WRONLY | O_CREAT | O_TRUNC) { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 || errno == EINTR else { throw Self.error("written", newPath) }
                rest = rest.dropFirst(max(count, 0))
            }
            guard fsync(descriptor) == 0 else { throw Self.error("synced", newPath) }
        }
        guard unsafe rename(newPath, path) == 0 else { throw Self.error("renamed", newPath) }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try self.withDescriptor(folder, flags: O_RDONLY | O_DIRECTORY) { descriptor in
            guard fsync(descriptor) == 0 else { throw Self.error("synced", folder) }
        }
    }

    private static func withDescriptor(_ path: String, flags: Int32, _ body: (Int32) throws -> Void) throws {
        let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Self.error("opened", path) }
        defer { close(descriptor) }
        try body(descriptor)
    }

    private static func error(_ participle: String, _ path: String) -> RequestError {
        RequestError(.internal, "\(path) cannot be \(participle): error \(errno)")
    }
}
