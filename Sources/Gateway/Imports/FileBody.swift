// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FileSources
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

/// The file that is the body of a request, decompressed, in pieces; that of a form is taken out by `Upload` before.
struct FileBody: FileSource {
    private let request: Request

    init(_ request: Request) { self.request = request }

    func forEachPiece(_ take: (FilePiece) async throws -> Void) async throws {
        let expectedByteCount = self.request.headers[.contentLength].flatMap { Int($0) }
        guard expectedByteCount ?? 0 <= GatewayLimits.fileSize.bytes else { throw Self.tooLarge }
        var decoder = try FileDecoder(encoding: self.request.headers[.contentEncoding], limit: GatewayLimits.fileSize.bytes)
        var readByteCount = 0
        do {
            for try await piece in self.request.body {
                readByteCount += piece.readableBytes
                guard readByteCount <= GatewayLimits.fileSize.bytes else { throw Self.tooLarge }
                let bytes = try decoder.decode(Array(piece.readableBytesView))
                try await take(FilePiece(bytes: bytes, readByteCount: readByteCount, expectedByteCount: expectedByteCount))
            }
        } catch {
            // All errors of ours have a code; the others come from the connection.
            throw error is any ServiceError || error is CancellationError ? error : Self.brokenOff
        }
        // A connection that breaks may look like the end of the body.
        guard expectedByteCount ?? readByteCount == readByteCount else { throw Self.brokenOff }
        let rest = try decoder.finish()
        try await take(FilePiece(bytes: rest, readByteCount: readByteCount, expectedByteCount: expectedByteCount))
    }

    private static var brokenOff: RequestError { RequestError(.invalidRequest, "the connection ended before the file did") }
    private static var tooLarge: RequestError { RequestError(.tooLarge, "the file is larger than \(GatewayLimits.fileSize.bytes) bytes") }
}
