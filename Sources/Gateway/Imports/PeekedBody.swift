// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Hummingbird
internal import NIOCore

/// A body whose beginning was looked at, and that still comes whole.
struct PeekedBody: AsyncSequence, Sendable {
    private let beginning: [ByteBuffer]
    private let rest: Rest

    /// Reads until there are `count` bytes, or the body ends.
    init(_ body: RequestBody, peeking count: Int) async throws {
        var pieces = body.makeAsyncIterator()
        var beginning: [ByteBuffer] = []
        var byteCount = 0
        while byteCount < count, let piece = try await pieces.next() {
            beginning.append(piece)
            byteCount += piece.readableBytes
        }
        self.beginning = beginning
        self.rest = Rest(pieces)
    }

    var peeked: ByteBuffer {
        var buffer = ByteBuffer()
        for piece in self.beginning { buffer.writeImmutableBuffer(piece) }
        return buffer
    }

    func makeAsyncIterator() -> Iterator { Iterator(beginning: self.beginning[...], rest: self.rest) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var beginning: ArraySlice<ByteBuffer>
        fileprivate let rest: Rest

        mutating func next() async throws -> ByteBuffer? {
            if let piece = self.beginning.popFirst() { return piece }
            return try await self.rest.next()
        }
    }

    /// What has not been read; there is only one of it, as of the connection.
    fileprivate actor Rest {
        private var pieces: RequestBody.AsyncIterator

        init(_ pieces: sending RequestBody.AsyncIterator) { self.pieces = pieces }

        func next() async throws -> ByteBuffer? {
            var pieces = self.pieces
            defer { self.pieces = pieces }
            return try await pieces.next(isolation: self)
        }
    }
}
