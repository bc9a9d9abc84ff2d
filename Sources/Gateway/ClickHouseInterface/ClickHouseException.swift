// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import HTTPTypes
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Templates

/// An error as ClickHouse tells it: a number, its name, a text.
struct ClickHouseException: Error, Hashable {
    let number: Int
    let name: String
    let text: String
    let status: HTTPResponse.Status
    var retryAfterSeconds: Int?

    init(_ number: Int, _ name: String, _ text: String, status: HTTPResponse.Status, retryAfterSeconds: Int? = nil) {
        self.number = number
        self.name = name
        // Some texts end with the name already.
        self.text = text.hasSuffix(" (\(name))") ? String(text.dropLast(name.count + 3)) : text
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
    }

    static func authenticationFailed(user: String) -> ClickHouseException {
        ClickHouseException(
            516, "AUTHENTICATION_FAILED", "\(user): Authentication failed: the password must be a token of this server's workspace",
            status: .forbidden)
    }

    static let passwordRequired = ClickHouseException(
        194, "REQUIRED_PASSWORD", "Authentication failed: pass a token as the password, whatever the user's name", status: .unauthorized)

    static let externalTables = ClickHouseException(48, "NOT_IMPLEMENTED", "External tables are not supported", status: .notImplemented)

    static let compressedBodyNotSupported = ClickHouseException(
        48, "NOT_IMPLEMENTED", "Requests in ClickHouse's own compression are not supported: use Content-Encoding: gzip or zstd",
        status: .notImplemented)

    /// What is known of any error that a request may end with.
    init?(_ error: any Error) {
        switch error {
        case let error as ClickHouseException: self = error
        case let error as ClickHouseError:
            self.init(error.number, error.name, error.message, status: Self.status(of: error.number, code: error.code))
        case let error as CallerError: self.init(engine: error)
        case let error as TemplateError: self.init(36, "BAD_ARGUMENTS", error.message, status: .badRequest)
        case let error as any ServiceError: self.init(service: error)
        case is NIOTooManyBytesError: self.init(229, "QUERY_IS_TOO_LARGE", "the body is too large", status: .contentTooLarge)
        default: return nil
        }
    }

    private init(engine error: CallerError) {
        guard case .exception(let number, let name, _) = error.cause else {
            self.init(210, "NETWORK_ERROR", error.message, status: .serviceUnavailable, retryAfterSeconds: error.retryAfterSeconds)
            return
        }
        self.init(
            number, name, error.message, status: Self.status(of: number, code: error.code), retryAfterSeconds: error.retryAfterSeconds)
    }

    private init(service error: any ServiceError) {
        let (number, name) =
            switch error.code {
            case .invalidRequest: (error.databaseCode ?? 36, error.databaseCode.flatMap { Self.names[$0] } ?? "BAD_ARGUMENTS")
            case .unauthenticated, .forbidden: (497, "ACCESS_DENIED")
            case .notFound: (60, "UNKNOWN_TABLE")
            case .tooLarge: (229, "QUERY_IS_TOO_LARGE")
            case .overloaded: (201, "QUOTA_EXCEEDED")
            case .timeout: (159, "TIMEOUT_EXCEEDED")
            case .unavailable: (210, "NETWORK_ERROR")
            case .conflict, .partlyDone, .internal: (1002, "UNKNOWN_EXCEPTION")
            }
        self.init(
            number, name, error.message, status: Self.status(of: number, code: error.code), retryAfterSeconds: error.retryAfterSeconds)
    }

    private static let names = [60: "UNKNOWN_TABLE", 62: "SYNTAX_ERROR"]

    /// The status ClickHouse answers an exception with, where it has one of its own.
    private static func status(of number: Int, code: ErrorCode) -> HTTPResponse.Status {
        switch number {
        case 46, 47, 50, 60, 63, 73, 81, 115: .notFound
        case 48: .notImplemented
        case 497: .forbidden
        // Of the server's own faults ClickHouse makes 500, and so of all that it has no status for.
        case 164, 358, 396, 452: .internalServerError
        default: code.httpStatus
        }
    }
}
