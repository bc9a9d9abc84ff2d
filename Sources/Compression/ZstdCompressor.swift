// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CZstd

/// Makes one Zstandard frame piece by piece.
@safe
package final class ZstdCompressor: Compressor {
    private let stream: OpaquePointer

    /// The size of the pieces that output is made in.
    private static let pieceSize = 64 << 10
    /// The fastest of the ordinary levels: what is compressed here goes to the network at once.
    private static let level: Int32 = 1

    package init() throws(CompressionError) {
        guard let stream = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
        unsafe self.stream = stream
        let status = unsafe ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, Self.level)
        precondition(ZSTD_isError(status) == 0, "the library has this level")
    }

    deinit {
        unsafe ZSTD_freeCCtx(self.stream)
    }

    package func compress(_ bytes: some Collection<UInt8>, isLast: Bool) throws(CompressionError) -> [UInt8] {
        let input = ContiguousArray(bytes)
        var output: [UInt8] = []
        var consumed = 0
        var rest = 0
        repeat {
            rest = try self.compressPiece(of: input, from: &consumed, into: &output, isLast: isLast)
        } while consumed < input.count || (isLast && rest > 0)
        return output
    }

    /// Appends the next piece, and gives back how much at least is still to come of what was handed in.
    private func compressPiece(
        of input: ContiguousArray<UInt8>, from consumed: inout Int, into output: inout [UInt8], isLast: Bool
    ) throws(CompressionError) -> Int {
        var status = 0
        let start = consumed
        output += unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            unsafe input.withUnsafeBytes { source in
                var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: start)
                var to = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: Self.pieceSize, pos: 0)
                status = unsafe ZSTD_compressStream2(self.stream, &to, &from, isLast ? ZSTD_e_end : ZSTD_e_continue)
                consumed = unsafe from.pos
                count = unsafe to.pos
            }
        }
        guard ZSTD_isError(status) == 0 else {
            throw ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation ? .outOfMemory : .malformed
        }
        return status
    }
}
