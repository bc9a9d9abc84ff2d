// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FileSources
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

/// The file in a request: its whole body, or the one file of a form; decompressed, in pieces, never all at once if it can be helped.
struct FileBody: FileSource {
    private let request: Request

    init(_ request: Request) { self.request = request }

    func forEachPiece(_ take: (FilePiece) async throws -> Void) async throws {
        if let type = self.request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") {
            let file = try await self.file(ofFormTyped: type)
            return try await take(FilePiece(bytes: file, readByteCount: file.count, expectedByteCount: file.count))
        }
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

    private func file(ofFormTyped type: String) async throws -> [UInt8] {
        let form = try MultipartForm(body: try await self.request.collectedBytes(upTo: GatewayLimits.formFileSize), contentType: type)
        guard form.parts.count == 1, let part = form.parts.first else {
            throw WireError.badMultipart("it has \(form.parts.count) parts, but one file is expected")
        }
        return Array(part.content)
    }

    private static var brokenOff: RequestError { RequestError(.invalidRequest, "the connection ended before the file did") }
    private static var tooLarge: RequestError { RequestError(.tooLarge, "the file is larger than \(GatewayLimits.fileSize.bytes) bytes") }
}
