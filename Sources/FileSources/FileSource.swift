// Part of Martlet. Apache License 2.0; see LICENSE.

/// Where a file comes from: a request's body, an address in the network.
package protocol FileSource: Sendable {
    /// Hands on the file piece by piece, decompressed, never more of it than one piece; once.
    func forEachPiece(_ take: (FilePiece) async throws -> Void) async throws
}

/// The next bytes of a file.
package struct FilePiece: Sendable {
    package let bytes: [UInt8]
    /// Bytes that have come so far, as they came.
    package let readByteCount: Int
    /// Bytes that come in all, where the sender said so.
    package let expectedByteCount: Int?

    package init(bytes: [UInt8], readByteCount: Int, expectedByteCount: Int?) {
        self.bytes = bytes
        self.readByteCount = readByteCount
        self.expectedByteCount = expectedByteCount
    }
}
