// Part of Martlet. Apache License 2.0; see LICENSE.

extension IPAddress {
    /// Whether this is an address of the public Internet.
    ///
    /// All that the registries of special addresses (RFC 6890 and its successors) list is not: this machine, private networks, the link and
    /// the metadata services on it, carriers' networks, multicast, documentation, benchmarks, what is reserved. Of version 6, only what is
    /// given out to networks is, without the ways into version 4 (6to4, Teredo, NAT64), behind which any of these could hide.
    package var isPublic: Bool {
        if self.bytes.count == 4 { return !Self.special.contains { $0.contains(self) } }
        return Self.global.contains { $0.contains(self) } && !Self.special.contains { $0.contains(self) }
    }

    private static let global = ["2000::/3"].compactMap { AddressBlock($0) }

    private static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    ].compactMap { AddressBlock($0) }
}
