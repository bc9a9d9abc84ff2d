// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import HTTPTypes
internal import Hummingbird
internal import Queries

extension QueryResult {
    /// The answer as it streams from the engine, or as it was kept.
    var httpResponse: Response {
        let headers: HTTPFields = [.contentType: self.format.contentType, .cacheControl: "no-store", .martletCache: self.cache.rawValue]
        switch self.body {
        case .whole(let bytes): return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        case .stream(let response):
            let chunks = response.body
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    for try await chunk in chunks { try await writer.write(chunk) }
                    try await writer.finish(nil)
                })
        }
    }
}
