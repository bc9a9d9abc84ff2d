// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CADBC
internal import Glibc
internal import NIOCore

/// A nameless file in memory, through which the engine hands out a result and takes in data.
///
/// The engine opens it by its path under `/proc/self/fd`; the kernel frees it with the last descriptor.
final class MemoryFile: Sendable {
    private let descriptor: Int32

    init() throws(EngineException) {
        self.descriptor = martlet_memory_file()
        guard self.descriptor >= 0 else {
            throw EngineException(code: 243, name: "NOT_ENOUGH_SPACE", text: "No file for the result can be made: error \(errno)")
        }
    }

    deinit { close(self.descriptor) }

    /// Where this process, and no other, finds the file.
    var path: String { "/proc/self/fd/\(self.descriptor)" }

    var byteCount: Int {
        var status = stat()
        return unsafe fstat(self.descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(EngineException) {
        var rest = unsafe bytes
        while let start = rest.baseAddress, unsafe !rest.isEmpty {
            let count = unsafe write(self.descriptor, start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw EngineException(code: 243, name: "NOT_ENOUGH_SPACE", text: "The data cannot be held in memory: error \(errno)")
            }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Up to `count` bytes from `offset` on; fewer at the end of the file.
    func read(at offset: Int, count: Int) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        while buffer.readableBytes < count {
            let wanted = count - buffer.readableBytes
            let position = offset + buffer.readableBytes
            let received = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { target in
                max(0, unsafe pread(self.descriptor, target.baseAddress, wanted, position))
            }
            if received == 0 { break }
        }
        return buffer
    }
}

extension MemoryFile {
    func append(_ bytes: some Collection<UInt8>) throws(EngineException) {
        let outcome = unsafe Array(bytes).withUnsafeBytes { buffer -> Result<Void, EngineException> in
            do throws(EngineException) {
                return .success(try unsafe self.append(buffer))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }
}
