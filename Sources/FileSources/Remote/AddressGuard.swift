// Part of Martlet. Apache License 2.0; see LICENSE.

/// Decides which addresses the server may be sent to by those who can only send it a URL.
///
/// A server stands in a network whose other machines trust it; without this, whoever may import could read what those show only to their
/// neighbours. It decides on addresses, not on names: names say whatever their owner likes.
package struct AddressGuard: Sendable {
    private let allowed: [AllowedOrigin]

    package init(allowing allowed: [AllowedOrigin] = []) { self.allowed = allowed }

    /// Whether the operator has allowed every address of the host by name, public or not.
    func allows(_ addresses: [IPAddress], of url: RemoteURL) -> Bool {
        addresses.allSatisfy { address in self.allowed.contains { $0.covers(address, of: url.host, port: url.port) } }
    }

    /// Throws unless every address of the host may be connected to.
    func check(_ addresses: [IPAddress], of url: RemoteURL) throws(FetchError) {
        guard !addresses.isEmpty else { throw .unknownHost(url.host) }
        guard self.opens(addresses, of: url.host, port: url.port) else { throw .notPublic(host: url.host, port: url.port) }
    }

    /// Whether every address of a host may be connected to.
    func opens(_ addresses: [IPAddress], of host: String, port: Int) -> Bool {
        addresses.allSatisfy { address in address.isPublic || self.allowed.contains { $0.covers(address, of: host, port: port) } }
    }
}
