// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CZlib

/// Makes one gzip member piece by piece.
@safe
package final class GzipCompressor: Compressor {
    private let stream: UnsafeMutablePointer<z_stream>

    /// The size of the pieces that output is made in.
    private static let pieceSize = 64 << 10
    /// Fast rather than small: what is compressed here goes to the network at once.
    private static let level: Int32 = 3

    package init() throws(CompressionError) {
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // 15 bits of window, the most there is; 16 more say gzip; 8 is the library's own default for memory.
        let status = unsafe deflateInit2_(
            self.stream, Self.level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe deflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    /// The next part of the member; `isLast` ends it.
    package func compress(_ bytes: some Collection<UInt8>, isLast: Bool) throws(CompressionError) -> [UInt8] {
        var input = ContiguousArray(bytes)
        let count = UInt32(clamping: input.count)
        var output: [UInt8] = []
        let status = unsafe input.withUnsafeMutableBufferPointer { source -> Int32 in
            unsafe self.stream.pointee.next_in = source.baseAddress
            unsafe self.stream.pointee.avail_in = count
            while true {
                let status = self.deflateOnce(into: &output, flush: isLast ? Z_FINISH : Z_NO_FLUSH)
                let isFull = unsafe self.stream.pointee.avail_out == 0
                guard status == Z_OK, isFull else { return status }
            }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .malformed }
        return output
    }

    private func deflateOnce(into output: inout [UInt8], flush: Int32) -> Int32 {
        var status = Z_OK
        output += unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            unsafe self.stream.pointee.next_out = buffer.baseAddress
            unsafe self.stream.pointee.avail_out = UInt32(Self.pieceSize)
            status = unsafe deflate(self.stream, flush)
            count = Self.pieceSize - Int(unsafe self.stream.pointee.avail_out)
        }
        return status
    }
}
