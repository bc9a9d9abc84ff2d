// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A folder of a sink's files: each appears whole, under its name, or not at all.
struct SinkFolder: Sendable {
    let path: String

    /// Makes the folders on the way to a file, and gives back where it is to be written first.
    func prepare(_ file: String, for job: String) throws -> String {
        let target = "\(self.path)/\(file)"
        let folder = target[..<(target.lastIndex(of: "/") ?? target.endIndex)]
        do {
            try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        } catch {
            throw RequestError(.internal, "the folder of \(file) cannot be made")
        }
        return "\(folder)/.\(job)"
    }

    /// Gives a file that was written its name; a free one beside it unless it may take another's.
    func publish(_ written: String, as file: String, isReplacing: Bool) throws {
        let descriptor = unsafe open(written, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RequestError(.internal, "the file \(file) cannot be found again") }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard isSynced, unsafe rename(written, "\(self.path)/\(isReplacing ? file : self.freeName(for: file))") == 0 else {
            throw RequestError(.internal, "the file \(file) cannot be kept")
        }
    }

    func remove(_ written: String) { try? FileManager.default.removeItem(atPath: written) }

    /// `sales.csv`, else `sales_1.csv`, and so on.
    private func freeName(for file: String) -> String {
        let folderEnd = file.lastIndex(of: "/") ?? file.startIndex
        let dot = file[folderEnd...].firstIndex(of: ".") ?? file.endIndex
        var name = file
        var number = 0
        while FileManager.default.fileExists(atPath: "\(self.path)/\(name)") {
            number += 1
            name = "\(file[..<dot])_\(number)\(file[dot...])"
        }
        return name
    }
}
