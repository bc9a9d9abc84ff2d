// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads the lines of a `.env` file.
struct DotenvParser {
    /// A variable before the expressions in its value are replaced.
    struct Variable {
        let name: String
        /// Nil behind a name without `=`.
        let value: String?
        /// Where it begins, in scalars from the start of the text.
        let offset: Int
    }

    /// Why a line is left out, and where that shows.
    private struct Failure: Error {
        let message: String
        let offset: Int
        let hint: String?
    }

    private let places: SourcePlaces
    private var scanner: TextScanner
    private(set) var diagnostics: [Diagnostic] = []

    init(_ file: ProjectFile) {
        let isTooLong = file.text.utf8.count > DatafileLimits.fileByteCount
        let source = isTooLong ? SourceText(ProjectFile(path: file.path, text: "")) : SourceText(file)
        self.places = SourcePlaces(source)
        self.scanner = TextScanner(source.text)
        if isTooLong { self.warn("The file is left out: it has more than \(DatafileLimits.fileByteCount) bytes", at: 0) }
    }

    /// The variables in the order of the file.
    mutating func variables() -> [Variable] {
        var variables: [Variable] = []
        self.skip(where: \.properties.isWhitespace)
        while !self.scanner.isAtEnd {
            do throws(Failure) {
                if let variable = try self.parseLine() { variables.append(variable) }
            } catch {
                self.warn("This line is left out: \(error.message)", at: error.offset, hint: error.hint)
                self.skip { $0 != "\n" }
            }
            self.skip(where: \.properties.isWhitespace)
        }
        return variables
    }

    mutating func warn(_ message: String, at offset: Int, hint: String? = nil) {
        self.diagnostics.append(Diagnostic(.warning, message, at: self.places.location(offset), hint: hint))
    }

    private mutating func parseLine() throws(Failure) -> Variable? {
        let offset = self.scanner.position
        if self.takeExport() { self.skip(where: Self.isInlineBlank) }
        var variable: Variable?
        if self.scanner.next != "#" {
            let name = try self.parseName()
            variable = Variable(name: name, value: try self.parseAssignment(), offset: offset)
        }
        try self.passLineEnd()
        return variable
    }

    /// The word `export` only counts as such if a blank follows.
    private mutating func takeExport() -> Bool {
        var probe = self.scanner
        guard probe.take("export"), let next = probe.next, Self.isInlineBlank(next) else { return false }
        self.scanner = probe
        return true
    }

    private mutating func parseName() throws(Failure) -> String {
        if self.scanner.next == "'" {
            let quote = self.scanner.position
            let name = try self.parseQuoted("'", escapes: [:])
            guard !name.isEmpty else { throw self.failure("a name in quotes is empty", at: quote) }
            return name
        }
        let start = self.scanner.position
        self.skip { $0 != "=" && $0 != "#" && !$0.properties.isWhitespace }
        guard self.scanner.position > start else { throw self.failure("a name is missing before =", at: start) }
        return self.scanner.text(from: start)
    }

    private mutating func parseAssignment() throws(Failure) -> String? {
        self.skip(where: Self.isInlineBlank)
        guard self.scanner.take("=") else { return nil }
        self.skip(where: Self.isInlineBlank)
        switch self.scanner.next {
        case "'": return try self.parseQuoted("'", escapes: Self.singleQuoteEscapes)
        case "\"": return try self.parseQuoted("\"", escapes: Self.doubleQuoteEscapes)
        default: return self.parseUnquoted()
        }
    }

    private static let singleQuoteEscapes: [Unicode.Scalar: Unicode.Scalar] = ["\\": "\\", "'": "'"]
    private static let doubleQuoteEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}",
    ]

    /// What stands between two quotes, over any number of lines.
    ///
    /// A backslash before a quote keeps it from closing, even if it is itself escaped, unless no other quote closes.
    private mutating func parseQuoted(_ quote: Unicode.Scalar, escapes: [Unicode.Scalar: Unicode.Scalar]) throws(Failure) -> String {
        let start = self.scanner.position
        let scalars = self.scanner.scalars
        var closing: Int?
        for position in scalars.indices.dropFirst(start + 1) where scalars[position] == quote {
            closing = position
            if escapes.isEmpty || scalars[position - 1] != "\\" { break }
        }
        guard let closing else { throw self.failure("a quote is opened and never closed", at: start) }
        self.scanner.position = closing + 1
        return Self.unescaped(scalars[(start + 1)..<closing], escapes)
    }

    private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>, _ escapes: [Unicode.Scalar: Unicode.Scalar]) -> String {
        var result = String.UnicodeScalarView()
        var rest = scalars
        while let scalar = rest.popFirst() {
            if scalar == "\\", let next = rest.first, let escaped = escapes[next] {
                rest.removeFirst()
                result.append(escaped)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The rest of the line, up to a `#` behind a blank.
    private mutating func parseUnquoted() -> String {
        let start = self.scanner.position
        var end = start
        var isBehindBlank = false
        while let next = self.scanner.next, next != "\n", !(isBehindBlank && next == "#") {
            self.scanner.position += 1
            isBehindBlank = next.properties.isWhitespace
            if !isBehindBlank { end = self.scanner.position }
        }
        return String(String.UnicodeScalarView(self.scanner.scalars[start..<end]))
    }

    /// Passes blanks and a comment, behind which the line has to end.
    private mutating func passLineEnd() throws(Failure) {
        self.skip(where: Self.isInlineBlank)
        if self.scanner.next == "#" { self.skip { $0 != "\n" } }
        guard self.scanner.isAtEnd || self.scanner.next == "\n" else {
            throw self.failure("something follows the name or the closing quote", at: self.scanner.position)
        }
    }

    private mutating func skip(where isSkipped: (Unicode.Scalar) -> Bool) {
        while let next = self.scanner.next, isSkipped(next) { self.scanner.position += 1 }
    }

    private static func isInlineBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && scalar != "\r" && scalar.properties.isWhitespace
    }

    private func failure(_ message: String, at offset: Int) -> Failure {
        Failure(message: message, offset: offset, hint: "Write it like NAME=value or NAME=\"value\"")
    }
}
