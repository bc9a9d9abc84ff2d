// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The type of a column without one: what the engine gives its DEFAULT, where that can be told from the text.
///
/// Literals, casts, and functions of these whose type does not depend on their arguments. Whatever reads another column is
/// left to the engine: a nullable argument makes most functions nullable.
struct DefaultType {
    private var scanner: TextScanner
    /// How deep calls may stand in each other; real defaults have two or three.
    private var remainingDepth = 16

    /// The type of the whole expression; nil if only the engine can tell.
    static func of(_ expression: String) -> DataType? {
        var reader = DefaultType(scanner: TextScanner(expression))
        guard let type = reader.expression() else { return nil }
        reader.scanner.skipBlanks()
        return reader.scanner.isAtEnd ? type : nil
    }

    /// Functions without arguments.
    private static let generators: [String: DataType] = [
        "now": .dateTime(timeZone: nil), "now64": .dateTime64(precision: 3, timeZone: nil), "today": .date, "yesterday": .date,
        "generateuuidv4": .uuid, "generateuuidv7": .uuid,
        "rand": .integer(bits: 32, isSigned: false), "rand64": .integer(bits: 64, isSigned: false),
    ]

    /// Functions of one argument.
    private static let conversions: [String: DataType] = {
        let integers = [8, 16, 32, 64, 128, 256].flatMap {
            [("toint\($0)", DataType.integer(bits: $0, isSigned: true)), ("touint\($0)", DataType.integer(bits: $0, isSigned: false))]
        }
        let others: [(String, DataType)] = [
            ("todate", .date), ("todate32", .date32), ("todatetime", .dateTime(timeZone: nil)), ("touuid", .uuid),
            ("tofloat32", .float(bits: 32)), ("tofloat64", .float(bits: 64)), ("tostring", .string), ("lower", .string),
            ("upper", .string), ("hex", .string), ("toyyyymm", .integer(bits: 32, isSigned: false)),
            ("tounixtimestamp", .integer(bits: 32, isSigned: false)),
        ]
        return Dictionary(integers + others) { $1 }
    }()

    /// An operand, with `::Type` behind it or not.
    private mutating func expression() -> DataType? {
        guard let type = self.operand() else { return nil }
        guard self.scanner.takePastBlanks("::") else { return type }
        self.scanner.skipBlanks()
        return self.type()
    }

    /// A type's name with its parentheses.
    private mutating func type() -> DataType? {
        let start = self.scanner.position
        _ = self.scanner.takeWord()
        if self.scanner.next == "(", self.scanner.takeParenthesised() == nil { return nil }
        return try? DataType(parsing: self.scanner.text(from: start))
    }

    private mutating func operand() -> DataType? {
        self.scanner.skipBlanks()
        guard let next = self.scanner.next else { return nil }
        if next == "'" { return self.string() == nil ? nil : .string }
        if next == "-" || next.isDigit { return self.number() }
        let name = self.scanner.takeWord().lowercased()
        if name == "true" || name == "false" { return .bool }
        guard self.scanner.take("("), self.remainingDepth > 0 else { return nil }
        self.remainingDepth -= 1
        defer { self.remainingDepth += 1 }
        if name == "cast" { return self.cast() }
        if self.scanner.takePastBlanks(")") { return Self.generators[name] }
        guard let argument = self.expression(), self.scanner.takePastBlanks(")") else { return nil }
        return argument.shapesResults ? nil : Self.conversions[name]
    }

    /// A string's content, in which a doubled quote is one.
    private mutating func string() -> String? {
        let start = self.scanner.position
        self.scanner.passQuoted()
        let text = self.scanner.text(from: start)
        return text.count > 1 && text.hasSuffix("'") ? String(text.dropFirst().dropLast()) : nil
    }

    /// The engine takes the smallest type that holds an integer.
    private mutating func number() -> DataType? {
        let start = self.scanner.position
        _ = self.scanner.take("-")
        while let next = self.scanner.next, next.isWordPart || next == "." { self.scanner.position += 1 }
        let text = self.scanner.text(from: start)
        if text.hasPrefix("-"), let value = Int64(text) {
            let bits = Int8(exactly: value) != nil ? 8 : Int16(exactly: value) != nil ? 16 : Int32(exactly: value) != nil ? 32 : 64
            return .integer(bits: bits, isSigned: true)
        }
        if let value = UInt64(text) {
            let bits = value < 1 << 8 ? 8 : value < 1 << 16 ? 16 : value < 1 << 32 ? 32 : 64
            return .integer(bits: bits, isSigned: false)
        }
        return text.contains(".") && Double(text) != nil ? .float(bits: 64) : nil
    }

    /// What stands behind `CAST(`: `value AS Type)` or `value, 'Type')`.
    private mutating func cast() -> DataType? {
        guard self.expression() != nil else { return nil }
        self.scanner.skipBlanks()
        if self.scanner.take(",") {
            self.scanner.skipBlanks()
            guard self.scanner.next == "'", let name = self.string(), self.scanner.takePastBlanks(")") else { return nil }
            return try? DataType(parsing: name)
        }
        guard self.scanner.takeWord().lowercased() == "as" else { return nil }
        self.scanner.skipBlanks()
        let type = self.type()
        return self.scanner.takePastBlanks(")") ? type : nil
    }
}

extension DataType {
    /// Whether functions of such an argument have other types than usual.
    fileprivate var shapesResults: Bool {
        switch self {
        case .nullable, .lowCardinality, .fixedString: true
        default: false
        }
    }
}
