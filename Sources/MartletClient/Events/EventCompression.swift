// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import NIOCore

/// How batches of events are made smaller for the network.
public enum EventCompression: Sendable, Hashable {
    /// Not at all: for a server on the same machine.
    case none
    /// What every server takes.
    case gzip
    /// Faster and smaller than gzip.
    case zstandard

    /// The bytes as they are sent, and what `Content-Encoding` says of them.
    func compress(_ bytes: [UInt8]) throws -> (body: ByteBuffer, encoding: String?) {
        switch self {
        case .none: (ByteBuffer(bytes: bytes), nil)
        case .gzip: (ByteBuffer(bytes: try Gzip.compress(bytes)), "gzip")
        case .zstandard: (ByteBuffer(bytes: try ZstdCompressor().compress(bytes, isLast: true)), "zstd")
        }
    }
}
