// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// A DEFAULT that is the same for every row, so that the decoder can fill it in: a number, a string, `true`, `[]`.
///
/// Any other expression is left to the engine.
enum DefaultLiteral: Hashable {
    case null
    /// The text of the JSON value that stands for the default.
    case json(String)

    /// Nil if the expression is no literal that means the same in JSON.
    init?(_ expression: String, type: DataType) {
        let stored = type.unwrapped
        switch (expression.lowercased(), stored) {
        case ("null", _) where type.isNullable: self = .null
        case ("true", .bool), ("false", .bool): self = .json(expression.lowercased())
        case ("[]", .array): self = .json("[]")
        case (let text, .integer), (let text, .float), (let text, .decimal), (let text, .bool), (let text, .dateTime),
            (let text, .dateTime64):
            if let string = Self.string(expression) {
                self = .json(string)
            } else {
                guard Self.isNumber(text) else { return nil }
                self = .json(text)
            }
        default:
            guard let string = Self.string(expression) else { return nil }
            self = .json(string)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || "-+.e".utf8.contains($0) }
        return isPlain && Double(text) != nil
    }

    /// The JSON string of a SQL one; a backslash would have to be read as the engine does.
    private static func string(_ expression: String) -> String? {
        guard expression.utf8.count >= 2, expression.hasPrefix("'"), expression.hasSuffix("'"), !expression.contains("\\") else {
            return nil
        }
        let parts = expression.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.contains("'") }) else { return nil }
        let text = Array(parts.joined(separator: "'").utf8)
        return String(decoding: JSONText.quote(text), as: UTF8.self)
    }
}
