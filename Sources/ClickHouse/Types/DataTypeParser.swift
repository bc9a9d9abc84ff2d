// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a type by recursive descent, one token ahead.
struct DataTypeParser {
    /// Types of tables are a few levels deep; what is deeper is an attack on the stack.
    private static let depthLimit = 32

    private var lexer: DataTypeLexer
    private(set) var token: DataTypeLexer.Token
    private(set) var offset: Int
    private var depth = 0

    init(_ text: String) throws(DataTypeError) {
        self.lexer = DataTypeLexer(text)
        (self.token, self.offset) = try self.lexer.next()
    }

    /// The type that is the whole text.
    mutating func parse() throws(DataTypeError) -> DataType {
        let type = try self.parseType()
        guard self.token == .end else { throw self.unexpected("the end of the type") }
        return type
    }

    /// One type, on whatever level it stands.
    mutating func parseType() throws(DataTypeError) -> DataType {
        let start = self.offset
        guard case .word(let written) = self.token else { throw self.unexpected("a type") }
        guard self.depth < Self.depthLimit else {
            throw .invalid("types may be nested at most \(Self.depthLimit) levels deep", at: start)
        }
        self.depth += 1
        defer { self.depth -= 1 }
        try self.advance()
        try self.refuse(written, at: start)

        let name = try self.parseFollowingWords(of: written)
        guard let family = DataTypeFamilies.resolve(name) else {
            let suggestions = DataTypeFamilies.suggestions(for: name).map { "'\($0)'" }.joined(separator: ",")
            let maybe = suggestions.isEmpty ? "" : ". Maybe you meant: [\(suggestions)]"
            throw DataTypeError("Unknown data type family: \(name)\(maybe)", at: start)
        }
        let type = try self.parseArguments(of: family, at: start)
        return try self.parseSign(after: type)
    }

    /// Refuses what ClickHouse would take, but hardly as its author means it.
    private func refuse(_ name: String, at start: Int) throws(DataTypeError) {
        if name.lowercased() == "boolean" {
            throw DataTypeError("Boolean type is not supported", hint: "Hint: use Bool or UInt8 instead", at: start)
        }
        if name.lowercased() == "datetime64", self.token != .punctuation("(") {
            throw DataTypeError("DateTime64 type without precision is not supported", hint: "Hint: use DateTime64(3) instead", at: start)
        }
        if self.depth == 1, self.token == .end, name == "Int" || name == "UInt" {
            let choices = [8, 16, 32, 64, 128, 256].map { "\(name)\($0)" }.joined(separator: ", ")
            throw DataTypeError("Precision is mandatory for \(name) types", hint: "Hint: use one of \(choices)", at: start)
        }
    }

    /// The whole name of an alias of several words, like `DOUBLE PRECISION`.
    private mutating func parseFollowingWords(of first: String) throws(DataTypeError) -> String {
        var name = first
        if first.uppercased() == "NATIONAL" || DataTypeFamilies.resolve(first) != nil {
            while case .word(let word) = self.token, DataTypeFamilies.followingWords.contains(word.uppercased()) {
                name += " \(word)"
                try self.advance()
            }
        }
        return name
    }

    /// `INT(11) UNSIGNED`: the sign may stand after the meaningless width.
    private mutating func parseSign(after type: DataType) throws(DataTypeError) -> DataType {
        guard case .integer(let bits, true) = type, case .word(let word) = self.token else { return type }
        guard ["SIGNED", "UNSIGNED"].contains(word.uppercased()) else { return type }
        try self.advance()
        return .integer(bits: bits, isSigned: word.uppercased() == "SIGNED")
    }

    // MARK: Tokens

    mutating func advance() throws(DataTypeError) {
        (self.token, self.offset) = try self.lexer.next()
    }

    /// Takes the punctuation if it is next.
    mutating func take(_ scalar: Unicode.Scalar) throws(DataTypeError) -> Bool {
        guard self.token == .punctuation(scalar) else { return false }
        try self.advance()
        return true
    }

    mutating func expect(_ scalar: Unicode.Scalar) throws(DataTypeError) {
        guard try self.take(scalar) else { throw self.unexpected("'\(scalar)'") }
    }

    /// The token after this one.
    func following() throws(DataTypeError) -> DataTypeLexer.Token {
        var lexer = self.lexer
        return try lexer.next().token
    }

    func unexpected(_ expected: String) -> DataTypeError {
        let found =
            switch self.token {
            case .word(let text), .number(let text): "'\(text)'"
            case .quotedName(let text): "`\(text)`"
            case .string(let text): "the string '\(text)'"
            case .punctuation(let scalar): "'\(scalar)'"
            case .end: "the end"
            }
        return .invalid("expected \(expected), found \(found)", at: self.offset)
    }
}
