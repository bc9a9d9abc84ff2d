// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

/// The file in a request: its whole body, or the one file of a form; decompressed, in pieces, never all at once if it can be helped.
struct FileBody {
    private let request: Request

    init(_ request: Request) { self.request = request }

    /// Hands on the file piece by piece.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        if let type = self.request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") {
            return try await take(try await self.file(ofFormTyped: type))
        }
        let decompressor = try self.decompressor()
        var byteCount = 0
        for try await piece in self.request.body {
            byteCount += piece.readableBytes
            guard byteCount <= GatewayLimits.fileSize.bytes else { throw Self.tooLarge }
            do {
                try await take(try decompressor?.decompress(piece.readableBytesView) ?? Array(piece.readableBytesView))
            } catch let error as CompressionError {
                throw error == .outputTooLarge ? Self.tooLarge : WireError.badCompression(String(describing: error))
            }
        }
        do { try decompressor?.finish() } catch { throw WireError.badCompression(String(describing: error)) }
    }

    private func file(ofFormTyped type: String) async throws -> [UInt8] {
        let body = try await self.request.body.collect(upTo: GatewayLimits.formFileSize.bytes)
        let form = try MultipartForm(body: Array(body.readableBytesView), contentType: type)
        guard form.parts.count == 1, let part = form.parts.first else {
            throw WireError.badMultipart("it has \(form.parts.count) parts, but one file is expected")
        }
        return Array(part.content)
    }

    private func decompressor() throws -> (any Decompressor)? {
        switch self.request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity", "": nil
        case "gzip", "x-gzip": try GzipDecompressor(limit: GatewayLimits.fileSize.bytes)
        case "zstd": try ZstdDecompressor(limit: GatewayLimits.fileSize.bytes)
        case .some(let encoding):
            throw RequestError(.invalidRequest, "Content-Encoding \"\(encoding)\" is not supported: use gzip, zstd or none")
        }
    }

    private static var tooLarge: RequestError { RequestError(.tooLarge, "the file is larger than \(GatewayLimits.fileSize.bytes) bytes") }
}
