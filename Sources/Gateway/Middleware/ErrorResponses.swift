// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Templates

/// Turns what a route throws into the error shape of the API: `{"error": "<text>"}` (http-api contract, 3).
struct ErrorResponses: RouterMiddleware {
    typealias Context = GatewayContext

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as TemplateError {
            return self.response(to: error, in: context)
        } catch let error as any ServiceError {
            let level: Logger.Level = error.code == .internal ? .warning : .debug
            context.logger.log(
                level: level, "request failed", metadata: ["request_id": "\(context.requestID)", "error": "\(error.logDetail)"])
            return self.response(to: error, in: context)
        } catch is NIOTooManyBytesError {
            return self.response(status: .contentTooLarge, message: "the body is larger than this route takes", in: context)
        } catch let error as HTTPError {
            let isMissing = error.status == .notFound && error.body == nil
            return self.response(
                status: error.status,
                message: isMissing ? "there is no route \(request.uri.path)" : error.body ?? error.status.reasonPhrase,
                in: context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error("request failed unexpectedly", metadata: ["request_id": "\(context.requestID)", "error": "\(error)"])
            return self.response(status: .internalServerError, message: "internal error, request \(context.requestID)", in: context)
        }
    }

    private func response(status: HTTPResponse.Status, message: String, in context: GatewayContext) -> Response {
        context.note.fail(message)
        return errorResponse(status: status, message: message)
    }

    private func response(to error: any ServiceError, in context: GatewayContext) -> Response {
        var response = self.response(status: error.code.httpStatus, message: error.message, in: context)
        if let seconds = error.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        if let code = error.databaseCode { response.headers[.databaseExceptionCode] = String(code) }
        return response
    }

    /// Authors choose the status, and with an object the whole body, of `custom_error`.
    private func response(to error: TemplateError, in context: GatewayContext) -> Response {
        let response = self.response(status: HTTPResponse.Status(code: error.httpStatus), message: error.message, in: context)
        guard let body = error.customBody else { return response }
        return jsonResponse(ByteBuffer(string: body), status: response.status)
    }
}

extension ErrorCode {
    /// The one place where an error becomes a status (http-api contract, 3).
    var httpStatus: HTTPResponse.Status {
        switch self {
        case .invalidRequest: .badRequest
        // Older clients take only 403 for a failure of authentication.
        case .unauthenticated, .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .partlyDone: .unprocessableContent
        case .tooLarge: .contentTooLarge
        case .overloaded: .tooManyRequests
        case .timeout: .requestTimeout
        case .unavailable: .serviceUnavailable
        case .internal: .internalServerError
        }
    }
}
