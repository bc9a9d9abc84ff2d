// Part of Martlet. Apache License 2.0; see LICENSE.

/// `HOST:PORT` of a server that speaks a protocol of its own: a name or an address, one of version 6 in brackets.
package struct ServerAddress: Sendable, Hashable {
    /// In lower case; an address of version 6 without its brackets.
    package let host: String
    package let port: Int

    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let host = RemoteURL.hostName(String(text[..<colon])),
            let port = Int(text[text.index(after: colon)...]), 1...65_535 ~= port
        else { return nil }
        self.host = host
        self.port = port
    }

    /// The same server by an address of its host, for whoever connects to it: a name that is resolved twice may mean two addresses.
    ///
    /// - Returns: Nil if not all its addresses may be connected to; nothing in the list if there is none.
    package func resolved(by resolver: HostResolver = .system, within addressGuard: AddressGuard) async throws -> [String]? {
        let addresses = try await resolver.resolve(self.host)
        guard addressGuard.opens(addresses, of: self.host, port: self.port) else { return nil }
        return addresses.map { $0.bytes.count == 4 ? "\($0):\(self.port)" : "[\($0)]:\(self.port)" }
    }
}
