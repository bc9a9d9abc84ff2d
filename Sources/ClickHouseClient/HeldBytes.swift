// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A body whose end is held back until it is its turn.
struct HeldBytes: AsyncSequence, Sendable {
    let bytes: ByteBuffer
    let turn: @Sendable () async throws -> Void

    /// The pieces in which it is sent, and the size of its end.
    private static let pieceByteCount = 256 << 10

    struct AsyncIterator: AsyncIteratorProtocol {
        private var rest: ByteBuffer
        private let turn: @Sendable () async throws -> Void

        fileprivate init(_ body: HeldBytes) {
            self.rest = body.bytes
            self.turn = body.turn
        }

        @concurrent mutating func next() async throws -> ByteBuffer? {
            guard self.rest.readableBytes > 0 else { return nil }
            if let piece = self.rest.readableBytes > HeldBytes.pieceByteCount ? self.rest.readSlice(length: HeldBytes.pieceByteCount) : nil
            {
                return piece
            }
            try await self.turn()
            return self.rest.readSlice(length: self.rest.readableBytes)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
