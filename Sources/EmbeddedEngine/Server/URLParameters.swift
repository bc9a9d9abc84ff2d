// Part of Martlet. Apache License 2.0; see LICENSE.

/// The parameters behind the question mark of a URL, as a form encodes them; their values may be any bytes.
enum URLParameters {
    static func parse(_ path: String) throws(EngineException) -> [(name: String, value: [UInt8])] {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        var parameters: [(String, [UInt8])] = []
        for item in path.utf8[path.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&")) {
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: try Self.decode(parts[0]), as: UTF8.self)
            parameters.append((name, parts.count == 2 ? try Self.decode(parts[1]) : []))
        }
        return parameters
    }

    private static func decode(_ text: Substring.UTF8View) throws(EngineException) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexadecimalValue, let low = rest.popFirst()?.hexadecimalValue else {
                    throw .badArgument("The URL holds a percent sign without two hexadecimal digits behind it")
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return decoded
    }
}

extension UInt8 {
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
