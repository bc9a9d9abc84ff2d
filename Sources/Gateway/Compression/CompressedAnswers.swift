// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird

/// Compresses answers for clients that ask for it, and for no others: some could not read them (http-api contract, 22).
struct CompressedAnswers: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard let accepted = request.headers[.acceptEncoding], let encoding = ContentEncoding(accepted: accepted) else {
            return try await next(request, context)
        }
        var response = try await next(request, context)
        guard Self.gainsByCompression(response) else { return response }
        let body = response.body
        response.body = ResponseBody { writer in
            try await body.write(CompressingWriter(encoding.makeCompressor(), into: writer))
        }
        response.headers[.contentEncoding] = encoding.rawValue
        response.headers[.vary] = "Accept-Encoding"
        return response
    }

    /// Whether the answer is text, and more than a network packet.
    private static func gainsByCompression(_ response: Response) -> Bool {
        guard response.headers[.contentEncoding] == nil, let type = response.headers[.contentType] else { return false }
        if let byteCount = response.body.contentLength, byteCount < GatewayLimits.compressedAnswerBytes { return false }
        guard type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/x-ndjson") else { return false }
        // Events are to arrive one by one.
        return !type.hasPrefix("text/event-stream")
    }
}
