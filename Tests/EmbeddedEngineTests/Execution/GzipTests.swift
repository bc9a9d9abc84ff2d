// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1000, 65536, 1_000_000])
    func `what was compressed comes back`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(try Gzip.decompress(Gzip.compress(bytes), limit: count) == bytes)
    }

    @Test func `members that follow one another are one stream`() throws {
        let bytes = try Gzip.compress([1, 2]) + Gzip.compress([3])
        #expect(try Gzip.decompress(bytes, limit: 3) == [1, 2, 3])
    }

    @Test func `pieces may end anywhere`() throws {
        let compressed = try Gzip.compress(Array("the quick brown fox".utf8))
        let stream = try GzipDecompressor(limit: 100)
        let output = try compressed.flatMap { try stream.decompress([$0]) }
        try stream.finish()
        #expect(String(decoding: output, as: UTF8.self) == "the quick brown fox")
    }

    @Test func `a small body cannot become a large one`() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 100_000)
        #expect(throws: CompressionError.outputTooLarge) { try Gzip.decompress(bomb, limit: 9_999_999) }
    }

    @Test func `damage is noticed`() throws {
        let compressed = try Gzip.compress([UInt8](repeating: 7, count: 1000))
        #expect(throws: CompressionError.truncated) { try Gzip.decompress(compressed.dropLast(), limit: 1000) }
        #expect(throws: CompressionError.truncated) { try Gzip.decompress([], limit: 1000) }
        #expect(throws: CompressionError.malformed) { try Gzip.decompress(Array("no gzip".utf8), limit: 1000) }
        #expect(throws: CompressionError.malformed) { try Gzip.decompress(compressed + [1, 2, 3], limit: 1000) }
    }
}
