// Part of Martlet. Apache License 2.0; see LICENSE.

/// A place that is not public, but from which the operator of the server lets files be imported.
///
/// `HOST`, `HOST:PORT`, `ADDRESS`, `ADDRESS:PORT` (`[…]:PORT` for version 6) or a block of addresses, `10.1.0.0/16`.
package struct AllowedOrigin: Sendable, Hashable {
    private enum Place: Hashable {
        case name(String)
        case block(AddressBlock)
    }

    private let place: Place
    /// Nil for all ports.
    private let port: Int?

    package init?(_ text: String) {
        if let block = AddressBlock(text) {
            (self.place, self.port) = (.block(block), nil)
            return
        }
        var (host, port) = (text[...], Int?.none)
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            guard let number = Int(text[text.index(after: colon)...]), 1...65_535 ~= number else { return nil }
            (host, port) = (text[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        if let block = AddressBlock(String(host)), !host.contains("/") {
            (self.place, self.port) = (.block(block), port)
        } else {
            guard let name = RemoteURL.hostName(String(host)) else { return nil }
            (self.place, self.port) = (.name(name), port)
        }
    }

    func covers(_ address: IPAddress, of host: String, port: Int) -> Bool {
        guard self.port ?? port == port else { return false }
        switch self.place {
        case .name(let name): return name == host
        case .block(let block): return block.contains(address)
        }
    }
}
