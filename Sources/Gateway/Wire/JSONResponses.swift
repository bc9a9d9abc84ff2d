// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An answer whose body is JSON already.
func jsonResponse(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
}

/// An answer that writes a value as JSON.
func jsonResponse(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return jsonResponse(ByteBuffer(bytes: try encoder.encode(value)), status: status)
}

/// The error shape of every route.
func errorResponse(status: HTTPResponse.Status, message: String) -> Response {
    struct ErrorBody: Encodable { let error: String }
    return (try? jsonResponse(ErrorBody(error: message), status: status)) ?? Response(status: status)
}

/// A datafile. Clients parse anything but exactly this type as JSON.
func textResponse(_ text: String) -> Response {
    Response(status: .ok, headers: [.contentType: "text/plain"], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}
