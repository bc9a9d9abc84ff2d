// Part of Martlet. Apache License 2.0; see LICENSE.

import CZstd
import Compression
import Testing

struct ZstdTests {
    @Test(arguments: [0, 1, 1000, 65_536, 131_072, 131_073, 1_000_000])
    func `what was compressed comes back`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(try Zstd.decompress(Self.compress(bytes), limit: count) == bytes)
    }

    @Test func `frames that follow one another are one stream`() throws {
        let bytes = Self.compress([1, 2]) + Self.compress([]) + Self.compress([3])
        #expect(try Zstd.decompress(bytes, limit: 3) == [1, 2, 3])
    }

    @Test func `frames that are meant to be skipped are skipped`() throws {
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 7, 7]
        #expect(try Zstd.decompress(skippable + Self.compress([1]) + skippable, limit: 1) == [1])
    }

    @Test(arguments: [1, 2, 3, 7])
    func `pieces may end anywhere`(size: Int) throws {
        let bytes = Array(String(repeating: "the quick brown fox ", count: 20).utf8)
        let compressed = Self.compress(bytes)
        let stream: any Decompressor = try ZstdDecompressor(limit: bytes.count)
        var output: [UInt8] = []
        for start in stride(from: 0, to: compressed.count, by: size) {
            output += try stream.decompress(compressed[start..<min(start + size, compressed.count)])
        }
        try stream.finish()
        #expect(output == bytes)
    }

    @Test func `a small body cannot become a large one`() throws {
        let bomb = Self.compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 10_000)
        #expect(throws: CompressionError.outputTooLarge) { try Zstd.decompress(bomb, limit: 9_999_999) }
        #expect(try Zstd.decompress(bomb, limit: 10_000_000).count == 10_000_000)
    }

    @Test func `many small frames are bounded together`() throws {
        let frame = Self.compress([UInt8](repeating: 0, count: 1000))
        let frames = (0..<100).flatMap { _ in frame }
        #expect(throws: CompressionError.outputTooLarge) { try Zstd.decompress(frames, limit: 99_999) }
    }

    @Test func `a frame cannot ask for a window above 8 MiB`() throws {
        // A header without content size whose window descriptor says 2 to the 27.
        let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (27 - 10) << 3]
        #expect(throws: CompressionError.windowTooLarge) { try Zstd.decompress(header + [1, 0, 0], limit: 10) }
    }

    @Test func `damage is noticed`() throws {
        let compressed = Self.compress((0..<1000).map { UInt8(truncatingIfNeeded: $0) })
        #expect(throws: CompressionError.truncated) { try Zstd.decompress(compressed.dropLast(), limit: 1000) }
        #expect(throws: CompressionError.truncated) { try Zstd.decompress(compressed.prefix(3), limit: 1000) }
        #expect(throws: CompressionError.truncated) { try Zstd.decompress([], limit: 1000) }
        #expect(throws: CompressionError.malformed) { try Zstd.decompress(Array("no zstd at all".utf8), limit: 1000) }
        #expect(throws: CompressionError.malformed) { try Zstd.decompress(compressed + [1, 2, 3, 4], limit: 1000) }
    }

    @Test(arguments: 0..<64)
    func `a flipped bit is an error or another text, never a crash`(seed: Int) throws {
        let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
        var compressed = Self.compress(bytes)
        let bit = seed * 8 * compressed.count / 64 + seed % 8
        compressed[bit / 8] ^= 1 << (bit % 8)
        let result = Result { () throws(CompressionError) in try Zstd.decompress(compressed, limit: 4000) }
        #expect(result.map(\.count) != .failure(.outOfMemory))
    }

    private static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            unsafe bytes.withUnsafeBytes { source in
                count = unsafe ZSTD_compress(buffer.baseAddress, bound, source.baseAddress, source.count, 3)
            }
        }
    }
}
