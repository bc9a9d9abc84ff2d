// Part of Martlet. Apache License 2.0; see LICENSE.

/// Why bytes could not be compressed or decompressed.
package enum CompressionError: Error, Sendable, Equatable {
    /// The bytes are no gzip stream, or a damaged one.
    case malformed
    /// The stream ends before its checksum.
    case truncated
    /// The result would be longer than the caller allows.
    case outputTooLarge
    /// The library has no memory left.
    case outOfMemory
}

extension CompressionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "the bytes are not a valid gzip stream"
        case .truncated: "the gzip stream ends too early"
        case .outputTooLarge: "the gzip stream inflates to more than is allowed"
        case .outOfMemory: "there is no memory left to process the gzip stream"
        }
    }
}
