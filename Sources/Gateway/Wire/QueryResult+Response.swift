// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import HTTPTypes
internal import Hummingbird
internal import Queries

extension QueryResult {
    /// The answer as it streams from the engine, no faster than its reader takes it, or as it was kept.
    ///
    /// What it has cost is noted for the service data sources. When the engine breaks off, so does the connection: a part must not look like the whole.
    func httpResponse(to context: GatewayContext) -> Response {
        context.note.set(self)
        let headers: HTTPFields = [.contentType: self.format.contentType, .cacheControl: "no-store", .martletCache: self.cache.rawValue]
        switch self.body {
        case .whole(let bytes): return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        case .stream(let response):
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(contentLength: response.byteCount) { writer in
                    defer { withExtendedLifetime(response.lease) {} }
                    var byteCount = 0
                    for try await chunk in response.body {
                        byteCount += chunk.readableBytes
                        // Of an answer whose length was known this was seen before it began.
                        guard byteCount <= QueryLimits.resultBytes else { throw QueryError.resultTooLarge }
                        try await writer.write(chunk)
                    }
                    try await writer.finish(nil)
                })
        }
    }
}
