// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a compressed stream piece by piece: what a body is read through once its encoding is known.
///
/// The pieces may end anywhere. An error is final: nothing may be asked of the stream after it.
package protocol Decompressor: AnyObject {
    /// A stream whose result may have at most `limit` bytes, so that a small body cannot become a large one in memory.
    init(limit: Int) throws(CompressionError)

    /// What the next bytes of the stream inflate to.
    func decompress(_ bytes: some Collection<UInt8>) throws(CompressionError) -> [UInt8]

    /// Says that there are no more bytes; throws if the stream is not complete.
    func finish() throws(CompressionError)
}
