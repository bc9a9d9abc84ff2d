// Part of Martlet. Apache License 2.0; see LICENSE.

extension String {
    /// Everything but RFC 3986's unreserved characters as `%XX` of its UTF-8 bytes.
    package var percentEncoded: String {
        var encoded = ""
        encoded.reserveCapacity(self.utf8.count)
        for byte in self.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
