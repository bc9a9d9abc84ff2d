// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Turns what a route throws into the shape that ClickHouse's clients read: plain text, and the number in a header.
struct ClickHouseExceptions: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as HTTPError where error.status == .notFound {
            let text = "There is no handle \(request.uri.path)\n\nUse / or /ping for health checks.\n"
            return Response(
                status: .notFound, headers: [.contentType: "text/plain; charset=UTF-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        } catch {
            guard let exception = ClickHouseException(error) else {
                context.logger.error("request failed unexpectedly", metadata: ["request_id": "\(context.requestID)", "error": "\(error)"])
                return Self.response(
                    to: ClickHouseException(
                        1002, "UNKNOWN_EXCEPTION", "internal error, request \(context.requestID)", status: .internalServerError))
            }
            context.logger.debug("request failed", metadata: ["request_id": "\(context.requestID)", "error": "\(exception.text)"])
            return Self.response(to: exception)
        }
    }

    private static func response(to exception: ClickHouseException) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/plain; charset=UTF-8", .clickHouseExceptionCode: String(exception.number), .clickHouseServerName: "martlet",
        ]
        if let seconds = exception.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        if exception.status == .unauthorized { headers[.wwwAuthenticate] = "Basic realm=\"ClickHouse server HTTP API\"" }
        let body = "Code: \(exception.number). DB::Exception: \(exception.text). (\(exception.name))\n"
        return Response(status: exception.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
