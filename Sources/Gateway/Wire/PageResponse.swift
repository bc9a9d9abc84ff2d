// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A file of a page for people. The page loads nothing from elsewhere, runs no script but its own, is shown in no frame, and tells
/// nobody the URL it was opened by.
func pageResponse(_ bytes: [UInt8], type: String) -> Response {
    Response(
        status: .ok,
        headers: [
            .contentType: "\(type); charset=utf-8",
            .cacheControl: "no-cache",
            .contentSecurityPolicy:
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            .referrerPolicy: "no-referrer",
            .xContentTypeOptions: "nosniff",
        ],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
}
