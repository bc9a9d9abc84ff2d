// Part of Martlet. Apache License 2.0; see LICENSE.

/// The formats of texts that JSON Schema knows.
///
/// An author's `format=` restricts nothing, but readers of a document take these words seriously, and refuse one whose defaults break them.
enum TextFormat {
    /// Whether a document may state this format beside this default.
    static func isTrue(_ format: String, of defaultValue: JSONValue?) -> Bool {
        guard case .string(let text)? = defaultValue else { return true }
        return switch format {
        case "date": Self.isDay(text)
        case "date-time":
            text.firstMatch(of: /^.{10}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]+)?Z$/) != nil && Self.isDay(text.prefix(10))
        case "uuid": text.firstMatch(of: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) != nil
        // Their defaults are rare, and not worth a parser each.
        default: !Self.others.contains(format)
        }
    }

    /// Whether a text is a day of the calendar, as `2025-01-31` is.
    static func isDay(_ text: some StringProtocol) -> Bool {
        let numbers = text.split(separator: "-").compactMap { Int($0) }
        guard text.utf8.count == 10, numbers.count == 3, (1...12).contains(numbers[1]) else { return false }
        let isLeapYear = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return numbers[0] > 0 && (1...lengths[numbers[1] - 1]).contains(numbers[2])
    }

    private static let others: Set = [
        "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri",
        "iri-reference", "uri-template", "json-pointer", "relative-json-pointer", "regex", "byte",
    ]
}
