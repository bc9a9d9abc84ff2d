// Part of Martlet. Apache License 2.0; see LICENSE.

/// The gzip format (RFC 1952), for bytes that are at hand as a whole.
package enum Gzip {
    /// The bytes that `bytes` were made of.
    ///
    /// `limit` bounds the result, so that a small body cannot become a large one in memory.
    package static func decompress(_ bytes: some Collection<UInt8>, limit: Int) throws(CompressionError) -> [UInt8] {
        let stream = try GzipDecompressor(limit: limit)
        let output = try stream.decompress(bytes)
        try stream.finish()
        return output
    }

    /// `bytes` as one gzip member.
    package static func compress(_ bytes: some Collection<UInt8>) throws(CompressionError) -> [UInt8] {
        let stream = try GzipCompressor()
        return try stream.compress(bytes, isLast: true)
    }
}
