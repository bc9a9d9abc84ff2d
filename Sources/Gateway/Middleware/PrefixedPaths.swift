// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird

/// Serves `/api/v0/…` as `/v0/…`: old clients have the prefix (http-api contract, 17).
struct PrefixedPaths<Base: HTTPResponder>: HTTPResponder {
    private let base: Base

    init(_ base: Base) { self.base = base }

    @concurrent func respond(to request: Request, context: Base.Context) async throws -> Response {
        guard let path = request.head.path, path.hasPrefix("/api/v") else {
            return try await self.base.respond(to: request, context: context)
        }
        var head = request.head
        head.path = String(path.dropFirst("/api".count))
        return try await self.base.respond(to: Request(head: head, body: request.body), context: context)
    }
}
