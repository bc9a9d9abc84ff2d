// Part of Martlet. Apache License 2.0; see LICENSE.

/// What may follow the name of a column; the raw values are the words error texts use.
enum SchemaKeyword: String, CaseIterable {
    case notNull = "NOTNULL"
    case null = "NULL"
    case `default` = "DEFAULT"
    case materialized = "MATERIALIZED"
    case alias = "ALIAS"
    case codec = "CODEC"
    case ttl = "TTL"
    case path = "JSONPATH"
    case type = "TYPE"

    /// The part that begins here; what is no keyword is a type.
    static func standing(in scanner: TextScanner) -> SchemaKeyword {
        if scanner.next == "`" {
            let end = min(scanner.position + 6, scanner.scalars.count)
            let prefix = String(String.UnicodeScalarView(scanner.scalars[scanner.position..<end]))
            return prefix.lowercased() == "`json:" ? .path : .type
        }
        var probe = scanner
        let word = probe.takeWord().uppercased()
        if word == "NOT" {
            probe.skipBlanks()
            return probe.takeWord().uppercased() == "NULL" ? .notNull : .type
        }
        let keywords: [SchemaKeyword] = [.null, .default, .materialized, .alias, .codec, .ttl]
        return keywords.first { $0.rawValue == word } ?? .type
    }

    /// Whether what begins here ends the type, default or codec before it.
    static func ends(_ part: SchemaKeyword, at scanner: TextScanner) -> Bool {
        switch Self.standing(in: scanner) {
        case .type: false
        // NULL is a value after DEFAULT.
        case .null: part == .type
        default: true
        }
    }

    /// Why the engine's syntax for this is not accepted.
    var refusal: String {
        switch self {
        case .null: "NULL column syntax not supported"
        case .notNull: "NOT NULL column syntax not supported"
        case .ttl: "column TTL is not supported"
        default: "\(self.rawValue) columns are not supported"
        }
    }

    var refusalHint: String? {
        switch self {
        case .null: "Hint: use Nullable(...)"
        case .notNull: "Hint: Columns are not nullable by default"
        case .ttl: "Hint: use ENGINE_TTL"
        default: nil
        }
    }
}
