// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension EngineException {
    /// The status ClickHouse answers this exception with.
    var status: HTTPResponse.Status {
        switch self.code {
        case 6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676: .badRequest
        case 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511: .notFound
        case 48: .notImplemented
        case 159: .requestTimeout
        case 229: .contentTooLarge
        case 497: .forbidden
        case 76, 209, 439: .serviceUnavailable
        // ClickHouse itself says 500; here it is the child that refuses, and its caller should come back.
        case 202: .serviceUnavailable
        default: .internalServerError
        }
    }

    /// The answer: plain text, and the number in a header.
    func response(version: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/plain; charset=UTF-8"
        headers[.clickHouseExceptionCode] = String(self.code)
        if self.status == .serviceUnavailable { headers[.retryAfter] = "1" }
        let body = ResponseBody(byteBuffer: ByteBuffer(string: self.body(version: version)))
        return Response(status: self.status, headers: headers, body: body)
    }
}
