// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads floats: digits with an optional point and exponent, `inf` and `nan`.
enum FloatReader {
    /// The number, nil if the text is none. Neither `_` nor hexadecimal is allowed; too large is infinite.
    static func value(of text: String) -> Double? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        let whole = self.takeDigits(&bytes)
        var fraction = 0
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            fraction = self.takeDigits(&bytes)
        }
        guard whole + fraction > 0 else { return nil }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes.removeFirst()
            if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
            guard self.takeDigits(&bytes) > 0 else { return nil }
        }
        guard bytes.isEmpty else { return nil }
        return Double(text)
    }

    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> Int {
        let count = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        bytes = bytes.dropFirst(count)
        return count
    }
}
