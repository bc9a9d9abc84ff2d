// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

extension Request {
    /// The body, decompressed as its `Content-Encoding` says; `limit` bounds it before and after.
    func collectedBody(upTo limit: ByteCount) async throws -> ByteBuffer {
        if let length = self.headers[.contentLength].flatMap({ Int($0) }), length > limit.bytes { throw Self.tooLarge(limit) }
        let body: ByteBuffer
        do {
            body = try await self.body.collect(upTo: limit.bytes)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
        do {
            switch self.headers[.contentEncoding]?.lowercased() {
            case nil, "identity", "": return body
            case "gzip", "x-gzip": return ByteBuffer(bytes: try Gzip.decompress(body.readableBytesView, limit: limit.bytes))
            case "zstd": return ByteBuffer(bytes: try Zstd.decompress(body.readableBytesView, limit: limit.bytes))
            case .some(let encoding):
                throw RequestError(.invalidRequest, "Content-Encoding \"\(encoding)\" is not supported: use gzip, zstd or none")
            }
        } catch CompressionError.outputTooLarge {
            throw Self.tooLarge(limit)
        } catch let error as CompressionError {
            throw WireError.badCompression(error.description)
        }
    }

    private static func tooLarge(_ limit: ByteCount) -> RequestError {
        RequestError(.tooLarge, "body is larger than \(limit.bytes) bytes")
    }

    /// Query and body together, for routes whose body carries parameters.
    func collectedParameters() async throws -> WireParameters {
        var parameters = try WireParameters(query: self.uri.query)
        guard self.method == .post || self.method == .put else { return parameters }
        let body = try await self.collectedBody(upTo: GatewayLimits.formSize)
        guard body.readableBytes > 0 else { return parameters }
        if body.firstCharacter == UInt8(ascii: "{") {
            try parameters.add(json: body)
        } else {
            try parameters.add(urlEncoded: String(buffer: body))
        }
        return parameters
    }
}

extension ByteBuffer {
    /// The first byte that is no blank.
    var firstCharacter: UInt8? {
        self.readableBytesView.first { $0 > UInt8(ascii: " ") }
    }
}
