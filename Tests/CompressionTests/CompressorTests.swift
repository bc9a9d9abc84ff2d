// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Testing

/// Compressors give back what decompressors read, however the bytes are cut.
struct CompressorTests {
    private let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    private func compress<C: Compressor>(_ type: C.Type, piece: Int) throws -> [UInt8] {
        let compressor = try C()
        var output: [UInt8] = []
        for start in stride(from: 0, to: self.bytes.count, by: piece) {
            output += try compressor.compress(self.bytes[start..<min(start + piece, self.bytes.count)], isLast: false)
        }
        return try output + compressor.compress(EmptyCollection(), isLast: true)
    }

    @Test(arguments: [997, 65_536, 300_000])
    func `pieces become one stream`(piece: Int) throws {
        #expect(try Gzip.decompress(try self.compress(GzipCompressor.self, piece: piece), limit: 1 << 20) == self.bytes)
        #expect(try Zstd.decompress(try self.compress(ZstdCompressor.self, piece: piece), limit: 1 << 20) == self.bytes)
    }

    @Test func `nothing at all is a stream too`() throws {
        #expect(try Gzip.decompress(try GzipCompressor().compress(EmptyCollection(), isLast: true), limit: 1) == [])
        #expect(try Zstd.decompress(try ZstdCompressor().compress(EmptyCollection(), isLast: true), limit: 1) == [])
    }
}
