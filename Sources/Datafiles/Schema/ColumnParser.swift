// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads one column of a schema, up to the comma that ends it.
struct ColumnParser {
    private var scanner: TextScanner

    /// Reads the column at the scanner's place, and leaves the scanner behind it or at the mistake.
    static func parse(_ scanner: inout TextScanner) throws(SchemaError) -> ColumnDraft {
        var parser = ColumnParser(scanner: scanner)
        defer { scanner = parser.scanner }
        return try parser.parse()
    }

    private mutating func parse() throws(SchemaError) -> ColumnDraft {
        var draft = ColumnDraft(offset: self.scanner.position)
        draft.name = try self.parseName()
        guard !draft.name.isEmpty else {
            throw SchemaError("Column name and either type or DEFAULT are required", at: draft.offset)
        }
        guard draft.name != "INDEX" else {
            throw SchemaError(
                "Forbidden INDEX definition", at: draft.offset,
                hint: "Indexes are not allowed in SCHEMA section. Use the INDEXES section instead")
        }
        while true {
            self.scanner.skipBlanks()
            guard let next = self.scanner.next, next != "," else { return draft }
            try self.parsePart(of: &draft)
        }
    }

    private mutating func parseName() throws(SchemaError) -> String {
        let start = self.scanner.position
        if self.scanner.take("`") { return try self.parseBackquoted() }
        while let next = self.scanner.next, !next.isBlank {
            guard next.isWordPart || "._*<>+-'".unicodeScalars.contains(next) else {
                throw SchemaError(
                    "Column name contains invalid character '\(next)'", at: self.scanner.position, hint: "Hint: use backticks")
            }
            self.scanner.position += 1
        }
        return self.scanner.text(from: start)
    }

    /// What stands before the closing back-quote; the opening one is passed.
    private mutating func parseBackquoted() throws(SchemaError) -> String {
        let start = self.scanner.position
        while let next = self.scanner.next, next != "`", !next.isBlank { self.scanner.position += 1 }
        let text = self.scanner.text(from: start)
        guard self.scanner.take("`") else { throw SchemaError("Expected closing backtick", at: self.scanner.position) }
        return text
    }

    /// Reads what follows a name: one type, path, default or codec.
    private mutating func parsePart(of draft: inout ColumnDraft) throws(SchemaError) {
        let start = self.scanner.position
        let part = SchemaKeyword.standing(in: self.scanner)
        guard draft.accepts(part) else {
            throw SchemaError("Unexpected \(part.rawValue) after \(draft.last.rawValue)", at: start)
        }
        draft.last = part
        switch part {
        case .type: draft.type = (try self.parseExpression(of: part), start)
        case .path:
            self.scanner.position += "`json:".count
            draft.hasSeveralPaths = draft.path != nil
            draft.path = (try self.parseBackquoted(), start)
        case .default, .materialized:
            self.scanner.position += part.rawValue.count
            draft.default = try self.parseExpression(of: part)
            draft.materialized = part == .materialized ? start : nil
        case .codec:
            self.scanner.position += part.rawValue.count
            let text = try self.parseExpression(of: part)
            guard text.hasPrefix("("), text.hasSuffix(")") else {
                throw SchemaError("Missing mandatory value for CODEC", at: start, hint: "Write it like CODEC(ZSTD(1))")
            }
            draft.codec = String(text.dropFirst().dropLast())
        case .alias, .ttl, .null, .notNull: throw SchemaError(part.refusal, at: start, hint: part.refusalHint)
        }
    }

    /// Reads up to a comma, a keyword or a path outside all brackets and quotes.
    private mutating func parseExpression(of part: SchemaKeyword) throws(SchemaError) -> String {
        self.scanner.skipBlanks()
        let start = self.scanner.position
        var closers: [Unicode.Scalar] = []
        while let next = self.scanner.next {
            if next == "'" || next == "\"" {
                try self.passString(quote: next)
                continue
            }
            if closers.isEmpty {
                if next == "," || (self.isAtBoundary && SchemaKeyword.ends(part, at: self.scanner)) { break }
            }
            guard next.isBlank || next.isWordPart || "._`*<>+-[](),=!?:/%".unicodeScalars.contains(next) else {
                throw SchemaError("Invalid character '\(next)'", at: self.scanner.position, hint: Self.hints[next])
            }
            switch next {
            case "(": closers.append(")")
            case "[": closers.append("]")
            case closers.last: closers.removeLast()
            default: break
            }
            self.scanner.position += 1
        }
        if let closer = closers.last { throw SchemaError("Expected closing \(closer)", at: self.scanner.position) }
        let text = self.scanner.text(from: start).trimmingBlanks()
        guard !text.isEmpty else { throw SchemaError("Missing mandatory value for \(part.rawValue)", at: self.scanner.position) }
        return text
    }

    private static let hints: [Unicode.Scalar: String] = [
        "#": "A comment at the end of a line begins with --", "$": "A path stands behind a blank, like `json:$.a`",
    ]

    /// Keywords and paths stand behind a blank.
    private var isAtBoundary: Bool {
        self.scanner.position > 0 && self.scanner.scalars[self.scanner.position - 1].isBlank
    }

    /// Passes a string in which a doubled quote is a quote and a backslash nothing.
    private mutating func passString(quote: Unicode.Scalar) throws(SchemaError) {
        self.scanner.position += 1
        while let next = self.scanner.next {
            self.scanner.position += 1
            if next == quote { return }
        }
        throw SchemaError("Expected closing \(quote)", at: self.scanner.position)
    }
}
