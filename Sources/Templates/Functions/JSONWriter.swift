// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateValue {
    /// The value as compact JSON.
    package var json: String {
        switch self {
        case .none, .placeholder, .function: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number), .typedInteger(let number, _): return number.description
        case .float(let number), .typedFloat(let number, _): return number.isFinite ? FloatText.shortest(number) : "null"
        case .text(let text), .verbatim(let text), .symbol(let text), .caught(let text): return Self.jsonString(text)
        case .list(let items), .tuple(let items), .set(let items):
            return "[\(items.map(\.json).joined(separator: ","))]"
        case .dictionary(let members):
            return "{\(members.members.map { "\(Self.jsonString($0.key.description)):\($0.value.json)" }.joined(separator: ","))}"
        }
    }

    private static func jsonString(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
