// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `GET /tracker.js`: the tracker, for pages of any origin.
struct TrackerRoute: Sendable {
    func add(to router: Router<GatewayContext>) {
        router.get("/tracker.js") { request, _ in Self.response(to: request) }
    }

    private static func response(to request: Request) -> Response {
        // Pages get a new version within an hour, and ask for an old one cheaply.
        let headers: HTTPFields = [.cacheControl: "public, max-age=3600", .eTag: TrackerScript.entityTag]
        if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(TrackerScript.entityTag) }) {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: TrackerScript.text)))
        response.headers[.contentType] = "text/javascript; charset=utf-8"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}
