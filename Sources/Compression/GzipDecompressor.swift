// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CZlib

/// Inflates a gzip stream piece by piece; members that follow one another count as one stream.
@safe
package final class GzipDecompressor: Decompressor {
    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int
    private var outputCount = 0
    private var state = State.beforeFirstMember

    private enum State {
        /// Nothing has been read: an empty input is no gzip stream. Next: `insideMember`.
        case beforeFirstMember
        /// Next: `betweenMembers`.
        case insideMember
        /// The input may end here. Next: `insideMember`.
        case betweenMembers
    }

    /// The size of the pieces that output is made in: large enough to be quick, small enough for the stack of any thread.
    private static let pieceSize = 64 << 10

    package init(limit: Int) throws(CompressionError) {
        self.limit = limit
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // 15 bits of window, the most there is; 16 more say gzip.
        let status = unsafe inflateInit2_(self.stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe inflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    package func decompress(_ bytes: some Collection<UInt8>) throws(CompressionError) -> [UInt8] {
        var input = ContiguousArray(bytes)
        var output: [UInt8] = []
        var consumed = 0
        while consumed < input.count {
            consumed = try self.inflatePiece(of: &input, from: consumed, into: &output)
        }
        return output
    }

    package func finish() throws(CompressionError) {
        guard self.state == .betweenMembers else { throw .truncated }
    }

    /// Inflates one member's share of `input`, and gives back where the next one would begin.
    private func inflatePiece(
        of input: inout ContiguousArray<UInt8>, from start: Int, into output: inout [UInt8]
    ) throws(CompressionError) -> Int {
        if self.state != .insideMember {
            guard unsafe inflateReset(self.stream) == Z_OK else { throw .malformed }
            self.state = .insideMember
        }
        let count = input.count
        let outcome = unsafe input.withUnsafeMutableBufferPointer { source -> Result<Int, CompressionError> in
            unsafe self.stream.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
            unsafe self.stream.pointee.avail_in = UInt32(clamping: count - start)
            repeat {
                switch self.inflateOnce(into: &output) {
                case Z_OK: continue
                case Z_BUF_ERROR: return .success(count - Int(unsafe self.stream.pointee.avail_in))
                case Z_STREAM_END:
                    self.state = .betweenMembers
                    return .success(count - Int(unsafe self.stream.pointee.avail_in))
                case Z_MEM_ERROR: return .failure(.outOfMemory)
                default: return .failure(.malformed)
                }
            } while self.outputCount <= self.limit
            return .failure(.outputTooLarge)
        }
        guard self.outputCount <= self.limit else { throw .outputTooLarge }
        return try outcome.get()
    }

    private func inflateOnce(into output: inout [UInt8]) -> Int32 {
        var status = Z_OK
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            unsafe self.stream.pointee.next_out = buffer.baseAddress
            unsafe self.stream.pointee.avail_out = UInt32(Self.pieceSize)
            status = unsafe inflate(self.stream, Z_NO_FLUSH)
            count = Self.pieceSize - Int(unsafe self.stream.pointee.avail_out)
        }
        self.outputCount += piece.count
        output += piece
        return status
    }
}
