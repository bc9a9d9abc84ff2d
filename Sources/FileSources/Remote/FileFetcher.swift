// Part of Martlet. Apache License 2.0; see LICENSE.

/// Takes files from the network, as far as this server lets it.
package struct FileFetcher: Sendable {
    private let addressGuard: AddressGuard
    private let resolver: HostResolver
    let limits: FetchLimits

    package init(addressGuard: AddressGuard = AddressGuard(), resolver: HostResolver = .system, limits: FetchLimits = FetchLimits()) {
        self.addressGuard = addressGuard
        self.resolver = resolver
        self.limits = limits
    }

    /// The file, of which nothing is asked yet.
    package func file(at url: RemoteURL) -> RemoteFile { RemoteFile(url, fetcher: self) }

    /// What may be said of a place that somebody else will connect to, who looks up the name again.
    package enum Reach: Sendable {
        case allowedByName
        case isPublic
        case forbidden
    }

    /// Whether a place may be connected to.
    package func reach(of url: RemoteURL) async throws -> Reach {
        let addresses = try await self.resolver.resolve(url.host)
        guard !addresses.isEmpty else { throw FetchError.unknownHost(url.host) }
        if self.addressGuard.allows(addresses, of: url) { return .allowedByName }
        return addresses.allSatisfy(\.isPublic) ? .isPublic : .forbidden
    }

    /// The addresses that may be connected to for this URL: the one time that its host is resolved.
    func addresses(of url: RemoteURL) async throws -> [IPAddress] {
        let addresses = try await self.resolver.resolve(url.host)
        try self.addressGuard.check(addresses, of: url)
        return addresses
    }
}
