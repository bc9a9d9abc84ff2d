// Part of Martlet. Apache License 2.0; see LICENSE.

package import AsyncHTTPClient
package import NIOCore

/// A statement's answer: what it cost, and its bytes as they come.
package struct EngineResponse: Sendable {
    package let body: HTTPClientResponse.Body
    package let contentType: String
    package let summary: EngineSummary
    /// How long the answer is, where the engine knows before it sends it.
    package let byteCount: Int?
    /// What is to last as long as somebody may still read the answer.
    package var lease: (any Sendable)?

    /// Hands on the bytes as they come; throws when the engine breaks off, and what `take` throws.
    package func forEachChunk(_ take: (ByteBuffer) async throws -> Void) async throws {
        do {
            for try await chunk in self.body { try await take(chunk) }
        } catch let error as HTTPClientError {
            throw EngineError.unreachable(reason: String(describing: error))
        }
    }

    /// All bytes at once, for answers known to be small.
    ///
    /// Throws when the engine breaks off, and when the answer is longer than `maximumBytes`.
    package func collect(upTo maximumBytes: Int) async throws -> ByteBuffer {
        do {
            return try await self.body.collect(upTo: maximumBytes)
        } catch let error as HTTPClientError {
            throw EngineError.unreachable(reason: String(describing: error))
        }
    }
}
