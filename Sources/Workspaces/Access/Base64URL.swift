// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Base64 with the letters that URLs may hold and without padding (RFC 4648, section 5; RFC 7515, section 2).
enum Base64URL {
    static func encode(_ data: Data) -> String {
        String(data.base64EncodedString().compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }

    /// Nil for what is no such text.
    static func decode(_ text: Substring) -> Data? {
        var padded = String()
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): padded.append("+")
            case UInt8(ascii: "_"): padded.append("/")
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: padded.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        return Data(base64Encoded: padded)
    }
}
