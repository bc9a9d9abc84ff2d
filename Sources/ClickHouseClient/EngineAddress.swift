// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore

/// Where a ClickHouse HTTP server listens: our own child process, or a cluster.
package enum EngineAddress: Sendable, Hashable {
    /// The path of a Unix socket that only this user may open.
    case unixSocket(path: String)
    /// A server's `http://host:8123`, without path and query, and who we are there.
    case server(base: String, user: String?, password: String?)

    /// Reads `http://host:8123` or `https://user:password@host:8443`.
    package init(url text: String) throws {
        guard var components = URLComponents(string: text), ["http", "https"].contains(components.scheme),
            components.host?.isEmpty == false,
            ["", "/"].contains(components.path), components.query == nil
        else {
            throw RequestError(
                .invalidRequest, "the ClickHouse address is not valid: expected http://host:port or https://user:password@host:port")
        }
        let (user, password) = (components.user, components.password)
        components.user = nil
        components.password = nil
        components.path = ""
        self = .server(base: components.string ?? "", user: user, password: password)
    }

    /// The address of `pathAndQuery` (which begins with `/`) at this server, as the HTTP client writes it.
    func url(of pathAndQuery: String) -> String {
        switch self {
        case .unixSocket(let path): "http+unix://\(path.percentEncoded)\(pathAndQuery)"
        case .server(let base, _, _): base + pathAndQuery
        }
    }

    /// The headers that name us to the server.
    var credentials: [(name: String, value: String)] {
        guard case .server(_, let user, let password) = self else { return [] }
        return [("X-ClickHouse-User", user), ("X-ClickHouse-Key", password)].compactMap { name, value in value.map { (name, $0) } }
    }
}
