// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import HTTPTypes
internal import Hummingbird
internal import Queries

extension QueryResult {
    /// The answer as it streams from the engine.
    var httpResponse: Response {
        let body = self.response.body
        return Response(
            status: .ok, headers: [.contentType: self.format.contentType, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for try await chunk in body { try await writer.write(chunk) }
                try await writer.finish(nil)
            })
    }
}
