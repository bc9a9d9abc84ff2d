// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird

/// Lets browsers of any origin call the API: tokens, not cookies, carry the rights (http-api contract, 22).
struct CORSHeaders: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        if request.method == .options {
            return Response(
                status: .noContent,
                headers: [
                    .accessControlAllowOrigin: "*",
                    .accessControlAllowMethods: "GET, POST, PUT, DELETE, OPTIONS",
                    .accessControlAllowHeaders: "Authorization, Content-Type, Content-Encoding, *",
                    .accessControlMaxAge: "86400",
                ])
        }
        var response = try await next(request, context)
        // An error that has come instead of what HEAD asks for.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] =
            "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-DB-Exception-Code, X-Request-Id"
        response.headers[.xRequestID] = context.requestID
        return response
    }
}
