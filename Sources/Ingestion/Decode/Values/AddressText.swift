// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads addresses and identifiers in their usual spelling.
enum AddressText {
    /// `192.0.2.1` as a number.
    static func ipv4(_ text: ByteView) -> UInt32? {
        var address: UInt32 = 0
        var start = 0
        for part in 0..<4 {
            var end = start
            var octet = 0
            while end < text.count, end - start < 3, let digit = self.digit(text[end], radix: 10) {
                octet = octet * 10 + digit
                end += 1
            }
            guard end > start, octet < 256, end - start == 1 || text[start] != UInt8(ascii: "0") else { return nil }
            address = address << 8 | UInt32(octet)
            if part < 3 {
                guard end < text.count, text[end] == UInt8(ascii: ".") else { return nil }
                end += 1
            }
            start = end
        }
        return start == text.count ? address : nil
    }

    /// `2001:db8::1` as a number; an IPv4 address is one of the mapped ones.
    static func ipv6(_ text: ByteView) -> UInt128? {
        if let mapped = self.ipv4(text) { return 0xFFFF_0000_0000 | UInt128(mapped) }
        guard let gap = (0..<max(0, text.count - 1)).first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
            guard let groups = self.groups(text), groups.count == 8 else { return nil }
            return groups.value
        }
        guard let head = self.groups(text[0..<gap]), let tail = self.groups(text.dropFirst(gap + 2)), head.count + tail.count < 8 else {
            return nil
        }
        return head.count == 0 ? tail.value : head.value << (128 - 16 * head.count) | tail.value
    }

    /// Groups of four digits between colons, the last two maybe as an IPv4 address; none of an empty text.
    private static func groups(_ text: ByteView) -> (value: UInt128, count: Int)? {
        var value: UInt128 = 0
        var count = 0
        var index = 0
        while index < text.count {
            guard count < 8 else { return nil }
            let start = index
            guard let group = self.hexadecimal(text, at: &index) else { return nil }
            if index < text.count, text[index] != colon {
                guard count <= 6, let mapped = self.ipv4(text.dropFirst(start)) else { return nil }
                return (value << 32 | UInt128(mapped), count + 2)
            }
            value = value << 16 | UInt128(group)
            count += 1
            guard index < text.count else { break }
            index += 1
            guard index < text.count else { return nil }
        }
        return (value, count)
    }

    private static let colon = UInt8(ascii: ":")

    /// `61f0c404-5cb3-11e7-907b-a6006ad3dba0` as two numbers.
    static func uuid(_ text: ByteView) -> (high: UInt64, low: UInt64)? {
        guard text.count == 36 else { return nil }
        var value: UInt128 = 0
        for index in 0..<36 {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard text[index] == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = self.digit(text[index], radix: 16) else { return nil }
                value = value << 4 | UInt128(digit)
            }
        }
        return (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    }

    private static func hexadecimal(_ text: ByteView, at index: inout Int) -> UInt16? {
        let start = index
        var group = 0
        while index < text.count, index - start < 4, let digit = self.digit(text[index], radix: 16) {
            group = group << 4 | digit
            index += 1
        }
        return index > start ? UInt16(group) : nil
    }

    private static func digit(_ byte: UInt8, radix: Int) -> Int? {
        let value =
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 55
            default: Int.max
            }
        return value < radix ? value : nil
    }
}
