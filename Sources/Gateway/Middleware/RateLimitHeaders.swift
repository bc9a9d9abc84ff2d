// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird

/// Tells callers of limited routes, in every answer, how much is left to them (http-api contract, 4).
struct RateLimitHeaders: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let status = context.rateNote.value else { return response }
        response.headers[.rateLimitLimit] = String(status.limit.requests)
        response.headers[.rateLimitRemaining] = String(status.remaining)
        response.headers[.rateLimitReset] = String(RateStatus.seconds(status.untilFull))
        return response
    }
}
