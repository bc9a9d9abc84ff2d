// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Compression
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore

extension Request {
    /// The body, decompressed as its `Content-Encoding` says; `limit` bounds it before and after.
    func collectedBytes(upTo limit: ByteCount) async throws -> [UInt8] {
        let length = self.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= limit.bytes else { throw Self.tooLarge(limit) }
        var body: [UInt8] = []
        for try await piece in self.body {
            guard body.count + piece.readableBytes <= limit.bytes else { throw Self.tooLarge(limit) }
            try BodyBudget.take(piece.readableBytes)
            // What a client promises to send is not believed at once: growing a few times costs little.
            if body.isEmpty { body.reserveCapacity(min(length, max(piece.readableBytes, Self.firstCapacity))) }
            body.append(contentsOf: piece.readableBytesView)
        }
        do {
            switch self.headers[.contentEncoding]?.lowercased() {
            case nil, "identity", "": return body
            case "gzip", "x-gzip": return try Self.counted(try Gzip.decompress(body, limit: limit.bytes))
            case "zstd": return try Self.counted(try Zstd.decompress(body, limit: limit.bytes))
            case .some(let encoding):
                throw RequestError(.invalidRequest, "Content-Encoding \"\(encoding)\" is not supported: use gzip, zstd or none")
            }
        } catch CompressionError.outputTooLarge {
            throw Self.tooLarge(limit)
        } catch let error as CompressionError {
            throw WireError.badCompression(error.description)
        }
    }

    private static let firstCapacity = 1 << 20

    private static func counted(_ inflated: [UInt8]) throws -> [UInt8] {
        try BodyBudget.take(inflated.count)
        return inflated
    }

    /// The same as a buffer.
    func collectedBody(upTo limit: ByteCount) async throws -> ByteBuffer {
        ByteBuffer(bytes: try await self.collectedBytes(upTo: limit))
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
        // Some say that their form is JSON, and some not that their JSON is; but a list or a text is no form.
        let saysJSON = self.headers[.contentType]?.lowercased().hasPrefix("application/json") == true
        let first = body.firstCharacter
        if first == UInt8(ascii: "{") || (saysJSON && [UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first)) {
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
