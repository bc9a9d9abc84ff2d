// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import MartletCore

/// Why rows of somebody else's database cannot be had. It names the place as the author of the pipe did.
enum RemoteDatabaseError: ServiceError, Hashable {
    case notAnAddress(String)
    case unknownHost(String)
    case notPublic(String)
    case unreachable(String)
    case tooSlow(String)
    case failed(String)

    var code: ErrorCode {
        switch self {
        case .notAnAddress, .unknownHost, .failed: .invalidRequest
        case .notPublic: .forbidden
        case .unreachable: .unavailable
        case .tooSlow: .timeout
        }
    }

    var message: String {
        switch self {
        case .notAnAddress(let name): "postgresql(): \(name) is not HOST:PORT"
        case .unknownHost(let name): "postgresql(): the host of \(name) has no address"
        case .notPublic(let name):
            "postgresql(): \(name) is not public; whoever runs this server can allow it with --allow-import-from HOST:PORT"
        case .unreachable(let name): "postgresql(): \(name) cannot be reached, or refuses the user and password"
        case .tooSlow(let name): "postgresql(): \(name) did not answer in time"
        case .failed(let name): "postgresql(): \(name) could not answer; the server's log of level debug says why"
        }
    }
}

extension RemoteDatabaseError {
    /// What an error of the engine means of the databases that a query read; nil if it is about something else.
    init?(_ error: EngineError, of databases: [RemoteDatabase]) {
        guard !databases.isEmpty, case .exception(let code, _, let text) = error else { return nil }
        let name = databases.map(\.name).joined(separator: " or ")
        switch code {
        case Self.connectionFailed: self = .unreachable(name)
        // PostgreSQL is told to stop when a query has had its time.
        case Self.libraryFailed where text.contains("canceling statement"): self = .tooSlow(name)
        case Self.libraryFailed where text.contains("pqxx"): self = .failed(name)
        default: return nil
        }
    }

    /// The engine's numbers for a connection that does not come about, and for what PostgreSQL's library throws.
    private static let connectionFailed = 614
    private static let libraryFailed = 1001
}
