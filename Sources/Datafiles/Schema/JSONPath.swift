// Part of Martlet. Apache License 2.0; see LICENSE.

/// Where in a JSON object the value of a column is found: `$.user.id`, `$.items[:].price`, `$['we.ird']`.
///
/// A path names one value, or with `[:]` the items of an array. What would name several values in any other
/// way (wildcards, filters, descents, slices) is refused, so that a row is always walked once.
package struct JSONPath: Hashable, Sendable {
    /// One move from a JSON value to a value inside it.
    package enum Step: Hashable, Sendable {
        /// The value of a key of an object: `.user` or `['user']`.
        case key(String)
        /// Every item of an array, in order: `[:]`.
        case items
        /// One item of an array, counted from 0: `[3]`.
        case index(Int)
    }

    /// The moves from the whole object inwards; none for `$`, the object itself.
    package let steps: [Step]

    /// JSON nested deeper than this is not accepted in a row, so no path can be longer.
    package static let stepLimit = 64

    /// A path that was found in a row, rather than read from a schema.
    package init(steps: [Step]) {
        self.steps = steps
    }

    /// Reads a path as it stands after `json:` in a schema.
    package init(parsing text: String) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        self.steps = try parser.parse()
    }
}

extension JSONPath: CustomStringConvertible {
    /// The path in its usual spelling; keys that need it are quoted in brackets.
    package var description: String {
        self.steps.reduce(into: "$") { text, step in
            switch step {
            case .key(let key) where JSONPathParser.isPlain(key): text += ".\(key)"
            case .key(let key):
                let escaped = key.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
                text += "['\(String(escaped))']"
            case .items: text += "[:]"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

/// Why a text is no JSON path.
package struct JSONPathError: Error, Hashable, Sendable {
    /// The path at fault and what would be right.
    package let message: String
}

/// Reads scalar by scalar: a combining mark after a quote must not hide the quote.
private struct JSONPathParser {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        self.text = text
        self.scalars = Array(text.unicodeScalars)
    }

    /// Whether a key can be written after a dot without quotes.
    static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.unicodeScalars.allSatisfy { !isSpecial($0) }
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Step] {
        guard self.take("$") else { throw self.failure("a path starts with '$', like '$.name'") }
        var steps: [JSONPath.Step] = []
        while self.next != nil {
            steps.append(try self.parseStep())
            guard steps.count <= JSONPath.stepLimit else {
                throw self.failure("it has more than \(JSONPath.stepLimit) steps")
            }
        }
        return steps
    }

    private var next: Unicode.Scalar? {
        self.position < self.scalars.count ? self.scalars[self.position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard self.next == scalar else { return false }
        self.position += 1
        return true
    }

    private mutating func parseStep() throws(JSONPathError) -> JSONPath.Step {
        if self.take("[") { return try self.parseBracket() }
        guard self.take(".") else { throw self.failure("expected '.' or '[' after '\(self.parsedPart)'") }
        switch self.next {
        case nil: throw self.failure("a key is missing after the last '.'")
        case ".": throw self.failure("'..' is not supported: write every key on the way, like '$.a.b'")
        case "[":
            self.position += 1
            return try self.parseBracket()
        case "'", "\"": return .key(try self.parseQuotedKey())
        default: return .key(try self.parsePlainKey())
        }
    }

    private mutating func parsePlainKey() throws(JSONPathError) -> String {
        var key = String.UnicodeScalarView()
        while let scalar = self.next, scalar != ".", scalar != "[" {
            if scalar == "*" { throw self.failure("wildcards are not supported: name the key; for the items of an array write '[:]'") }
            if Self.isSpecial(scalar) { throw self.failure("'\(scalar)' is not allowed in a plain key: write ['key'] instead of .key") }
            key.append(scalar)
            self.position += 1
        }
        return String(key)
    }

    private mutating func parseQuotedKey() throws(JSONPathError) -> String {
        let quote = self.scalars[self.position]
        self.position += 1
        var key = String.UnicodeScalarView()
        while var scalar = self.next {
            self.position += 1
            if scalar == quote { return String(key) }
            if scalar == "\\", let escaped = self.next, escaped == quote || escaped == "\\" {
                scalar = escaped
                self.position += 1
            }
            key.append(scalar)
        }
        throw self.failure("the closing \(quote) is missing")
    }

    /// What stands between brackets, the opening one being behind us.
    private mutating func parseBracket() throws(JSONPathError) -> JSONPath.Step {
        let step: JSONPath.Step
        switch self.next {
        case "'", "\"": step = .key(try self.parseQuotedKey())
        case "*": throw self.failure("wildcards are not supported: write '[:]' for all items of an array")
        case "?", "(": throw self.failure("filters are not supported: write '[:]' for all items of an array, and filter in SQL")
        default: step = try self.parseItemSelection()
        }
        guard self.take("]") else { throw self.failure("the closing ] is missing after '\(self.parsedPart)'") }
        return step
    }

    private mutating func parseItemSelection() throws(JSONPathError) -> JSONPath.Step {
        let start = self.position
        while self.next != nil, self.next != "]" { self.position += 1 }
        let selection = self.scalars[start..<self.position]
        if selection.elementsEqual([":"]) { return .items }
        if selection.contains(":") { throw self.failure("slices are not supported: write '[:]' for all items of an array") }
        if selection.first == "-" { throw self.failure("negative indexes are not supported: items are counted from 0") }
        guard selection.allSatisfy({ ("0"..."9").contains($0) }), let index = Int(Self.string(selection)) else {
            let brackets = "[\(Self.string(selection))]"
            throw self.failure("'\(brackets)' selects nothing: write '[:]', an item like '[0]', or a quoted key like ['key']")
        }
        return .index(index)
    }

    private var parsedPart: String { Self.string(self.scalars[..<self.position]) }

    private func failure(_ reason: String) -> JSONPathError {
        JSONPathError(message: "Invalid JSON path '\(self.text)': \(reason)")
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        ".[]'\"*?()\\".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace || scalar.value < 0x20
    }
}
