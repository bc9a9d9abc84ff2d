// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CZstd

/// Inflates a Zstandard stream piece by piece; frames that follow one another count as one stream.
@safe
package final class ZstdDecompressor: Decompressor {
    private let stream: OpaquePointer
    private let limit: Int
    private var outputCount = 0
    /// Whether the input may end here; an empty input is no Zstandard stream.
    private var isBetweenFrames = false

    /// The size of the pieces that output is made in: half a block, so that small bodies take little memory.
    private static let pieceSize = 64 << 10
    /// Two to this power is the window that a frame may ask for: the bound of HTTP's content encoding (RFC 9659).
    private static let windowLogLimit: Int32 = 23

    package init(limit: Int) throws(CompressionError) {
        guard let stream = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
        unsafe self.stream = stream
        self.limit = limit
        let status = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowLogLimit)
        precondition(ZSTD_isError(status) == 0, "the library takes a window of 8 MiB")
    }

    deinit {
        unsafe ZSTD_freeDCtx(self.stream)
    }

    package func decompress(_ bytes: some Collection<UInt8>) throws(CompressionError) -> [UInt8] {
        let input = ContiguousArray(bytes)
        var output: [UInt8] = []
        var consumed = 0
        var isPieceFull = false
        // A full piece may leave output behind in the library, even where all input is read.
        while consumed < input.count || isPieceFull {
            isPieceFull = try self.inflatePiece(of: input, from: &consumed, into: &output)
            guard self.outputCount <= self.limit else { throw .outputTooLarge }
        }
        return output
    }

    package func finish() throws(CompressionError) {
        guard self.isBetweenFrames else { throw .truncated }
    }

    /// Appends the next piece; true if it is full.
    private func inflatePiece(
        of input: ContiguousArray<UInt8>, from consumed: inout Int, into output: inout [UInt8]
    ) throws(CompressionError) -> Bool {
        var status = 0
        let start = consumed
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            unsafe input.withUnsafeBytes { source in
                var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: start)
                var to = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: Self.pieceSize, pos: 0)
                status = unsafe ZSTD_decompressStream(self.stream, &to, &from)
                consumed = unsafe from.pos
                count = unsafe to.pos
            }
        }
        guard ZSTD_isError(status) == 0 else { throw Self.error(ZSTD_getErrorCode(status)) }
        self.isBetweenFrames = status == 0
        self.outputCount += piece.count
        output += piece
        return piece.count == Self.pieceSize && status != 0
    }

    private static func error(_ code: ZSTD_ErrorCode) -> CompressionError {
        switch code {
        case ZSTD_error_memory_allocation: .outOfMemory
        case ZSTD_error_frameParameter_windowTooLarge: .windowTooLarge
        default: .malformed
        }
    }
}
