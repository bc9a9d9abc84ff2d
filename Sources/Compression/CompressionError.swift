// Part of Martlet. Apache License 2.0; see LICENSE.

/// Why bytes could not be compressed or decompressed.
package enum CompressionError: Error, Sendable, Equatable {
    /// The bytes are no stream of the format, or a damaged one.
    case malformed
    /// The stream ends before its end mark.
    case truncated
    /// The result would be longer than the caller allows.
    case outputTooLarge
    /// The stream can only be read with more memory than is allowed.
    case windowTooLarge
    /// The library has no memory left.
    case outOfMemory
}

extension CompressionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "the bytes are not a valid compressed stream"
        case .truncated: "the compressed stream ends too early"
        case .outputTooLarge: "the compressed stream inflates to more than is allowed"
        case .windowTooLarge: "the compressed stream needs a window above 8 MiB"
        case .outOfMemory: "there is no memory left to process the compressed stream"
        }
    }
}
