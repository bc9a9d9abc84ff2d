// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import Hummingbird
internal import NIOCore

extension MemoryFile {
    /// The file as the body of an answer, sent piece by piece as the client takes it.
    func responseBody(isCompressed: Bool) -> ResponseBody {
        let byteCount = self.byteCount
        if isCompressed { return self.compressedBody(byteCount: byteCount) }
        if byteCount <= EngineLimits.chunkBytes { return ResponseBody(byteBuffer: self.read(at: 0, count: byteCount)) }
        return ResponseBody(contentLength: byteCount) { writer in
            for offset in stride(from: 0, to: byteCount, by: EngineLimits.chunkBytes) {
                try await writer.write(self.read(at: offset, count: min(EngineLimits.chunkBytes, byteCount - offset)))
            }
            try await writer.finish(nil)
        }
    }

    private func compressedBody(byteCount: Int) -> ResponseBody {
        ResponseBody { writer in
            let compressor = try GzipCompressor()
            for offset in stride(from: 0, to: max(1, byteCount), by: EngineLimits.chunkBytes) {
                let piece = self.read(at: offset, count: min(EngineLimits.chunkBytes, byteCount - offset))
                let isLast = offset + EngineLimits.chunkBytes >= byteCount
                let compressed = try compressor.compress(piece.readableBytesView, isLast: isLast)
                if !compressed.isEmpty { try await writer.write(ByteBuffer(bytes: compressed)) }
            }
            try await writer.finish(nil)
        }
    }
}
