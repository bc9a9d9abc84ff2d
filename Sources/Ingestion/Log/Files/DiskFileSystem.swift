// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc

/// The file system of the machine.
package struct DiskFileSystem: LogFileSystem {
    package init() {}

    package func makeFolder(_ folder: String) throws(LogFileError) {
        if unsafe mkdir(folder, 0o700) == 0 {
            let parent = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try self.syncFolder(parent.isEmpty ? (folder.hasPrefix("/") ? "/" : ".") : parent)
        } else if errno != EEXIST {
            throw LogFileError("mkdir", folder)
        }
    }

    package func list(_ folder: String) throws(LogFileError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw LogFileError("opendir", folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw LogFileError("readdir", folder) }
        return names
    }

    package func create(_ path: String) throws(LogFileError) -> any LogFile {
        try DiskFile(path, flags: O_RDWR | O_CREAT | O_EXCL)
    }

    package func open(_ path: String) throws(LogFileError) -> any LogFile {
        try DiskFile(path, flags: O_RDWR)
    }

    package func rename(_ path: String, to newPath: String) throws(LogFileError) {
        guard unsafe Glibc.rename(path, newPath) == 0 else { throw LogFileError("rename", path) }
    }

    package func remove(_ path: String) throws(LogFileError) {
        guard unsafe unlink(path) == 0 else { throw LogFileError("unlink", path) }
    }

    package func syncFolder(_ folder: String) throws(LogFileError) {
        let file = try DiskFile(folder, flags: O_RDONLY | O_DIRECTORY)
        try file.sync()
    }
}

/// A file by its descriptor.
private final class DiskFile: LogFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String, flags: Int32) throws(LogFileError) {
        self.path = path
        self.descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw LogFileError("open", path) }
    }

    deinit {
        if self.descriptor >= 0 { close(self.descriptor) }
    }

    func byteCount() throws(LogFileError) -> Int {
        let end = lseek(self.descriptor, 0, SEEK_END)
        guard end >= 0 else { throw LogFileError("lseek", self.path) }
        return Int(end)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(LogFileError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe pwrite(self.descriptor, $0.baseAddress, $0.count, offset + done) }
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                throw LogFileError("pwrite", self.path)
            }
        }
    }

    func read(_ count: Int, at offset: Int) throws(LogFileError) -> [UInt8] {
        var failed = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let step = unsafe pread(self.descriptor, buffer.baseAddress.map { unsafe $0 + done }, count - done, offset + done)
                if step == 0 { return }
                if step > 0 {
                    done += step
                } else if errno != EINTR {
                    failed = true
                    return
                }
            }
        }
        guard !failed else { throw LogFileError("pread", self.path) }
        return bytes
    }

    func sync() throws(LogFileError) {
        guard fdatasync(self.descriptor) == 0 else { throw LogFileError("fdatasync", self.path) }
    }

    func truncate(to byteCount: Int) throws(LogFileError) {
        while ftruncate(self.descriptor, byteCount) != 0 {
            guard errno == EINTR else { throw LogFileError("ftruncate", self.path) }
        }
    }
}

extension LogFileError {
    /// The call that has just failed on this thread.
    fileprivate init(_ operation: String, _ path: String) {
        let number = errno
        self.init(operation: operation, path: path, number: number, isDiskFull: number == ENOSPC || number == EDQUOT)
    }
}
