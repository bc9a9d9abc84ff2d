// Part of Martlet. Apache License 2.0; see LICENSE.

/// The Zstandard format (RFC 8878), for bytes that are at hand as a whole.
package enum Zstd {
    /// The bytes that `bytes` were made of.
    ///
    /// `limit` bounds the result, so that a small body cannot become a large one in memory.
    package static func decompress(_ bytes: some Collection<UInt8>, limit: Int) throws(CompressionError) -> [UInt8] {
        let stream = try ZstdDecompressor(limit: limit)
        let output = try stream.decompress(bytes)
        try stream.finish()
        return output
    }
}
