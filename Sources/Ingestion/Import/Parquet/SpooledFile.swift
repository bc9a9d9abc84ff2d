// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A nameless file on disk, written once from its beginning to its end, then read. Its calls wait on a thread that may.
final class SpooledFile: Sendable {
    private let descriptor: Int32
    private let length = Mutex(0)
    private let onEnd: @Sendable () -> Void

    init(in folder: String, onEnd: @escaping @Sendable () -> Void) throws(ParquetError) {
        let path = "\(folder)/\(UUID().uuidString.lowercased())"
        self.descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        self.onEnd = onEnd
        guard self.descriptor >= 0 else { throw .noSpace }
        // Without a name nothing is left behind, however the process ends.
        _ = unsafe unlink(path)
    }

    deinit {
        close(self.descriptor)
        self.onEnd()
    }

    var byteCount: Int { self.length.withLock { $0 } }

    func append(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let isWritten = try await NIOThreadPool.singleton.runIfActive { [self] in
            unsafe bytes.withUnsafeBytes { buffer in
                var rest = unsafe buffer
                while let start = rest.baseAddress, unsafe !rest.isEmpty {
                    let count = unsafe write(self.descriptor, start, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return false }
                    unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                }
                return true
            }
        }
        guard isWritten else { throw ParquetError.noSpace }
        self.length.withLock { $0 += bytes.count }
    }

    /// Up to `count` bytes from `offset` on; fewer at the end of the file.
    func read(at offset: Int, count: Int) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive { [self] in
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
}

extension SpooledFile {
    /// All of it, chunk by chunk.
    struct Chunks: AsyncSequence, Sendable {
        let file: SpooledFile

        struct Iterator: AsyncIteratorProtocol {
            let file: SpooledFile
            var offset = 0

            mutating func next() async throws -> ByteBuffer? {
                let chunk = try await self.file.read(at: self.offset, count: ParquetLimits.chunkSize)
                self.offset += chunk.readableBytes
                return chunk.readableBytes > 0 ? chunk : nil
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(file: self.file) }
    }

    var chunks: Chunks { Chunks(file: self) }
}
