// Part of Martlet. Apache License 2.0; see LICENSE.

/// All addresses that begin alike: `10.0.0.0/8`.
package struct AddressBlock: Sendable, Hashable {
    package let start: IPAddress
    package let prefixLength: Int

    /// Reads `ADDRESS/LENGTH`, or an address alone, which is a block of one.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = IPAddress(String(parts[0])) else { return nil }
        let length = parts.count == 1 ? start.bytes.count * 8 : Int(parts[1])
        guard let length, 0...(start.bytes.count * 8) ~= length else { return nil }
        self.start = start
        self.prefixLength = length
    }

    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == self.start.bytes.count else { return false }
        let whole = self.prefixLength / 8
        guard address.bytes[..<whole] == self.start.bytes[..<whole] else { return false }
        let rest = self.prefixLength % 8
        return rest == 0 || (address.bytes[whole] ^ self.start.bytes[whole]) >> (8 - rest) == 0
    }
}
