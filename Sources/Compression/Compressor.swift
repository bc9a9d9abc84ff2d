// Part of Martlet. Apache License 2.0; see LICENSE.

/// Makes a compressed stream piece by piece.
package protocol Compressor: AnyObject {
    init() throws(CompressionError)

    /// The next part of the stream, which may be empty; `isLast` ends it.
    func compress(_ bytes: some Collection<UInt8>, isLast: Bool) throws(CompressionError) -> [UInt8]
}
