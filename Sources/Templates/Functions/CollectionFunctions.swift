// Part of Martlet. Apache License 2.0; see LICENSE.

/// `defined`, `split_to_array`, `enumerate_with_last`, `sql_and` and `sql_unescape` (templates specification, 10).
enum CollectionFunctions {
    static let functions = [Self.defined, Self.splitToArray, Self.enumerateWithLast, Self.sqlAnd, Self.sqlUnescape]

    private static let defined = TemplateFunction("defined", "x") { arguments, _ throws(TemplateError) in
        switch arguments["x"] {
        case .none, .placeholder: .boolean(false)
        default: .boolean(true)
        }
    }

    private static let splitToArray = TemplateFunction(
        "split_to_array", "x", "default", "separator", required: 1
    ) { arguments, state throws(TemplateError) in
        var value = arguments["x"]
        if value == .none || value.isPlaceholder { value = arguments.has("default") ? arguments["default"] : .text("") }
        let separator = arguments.has("separator") ? arguments["separator"] : .text(",")
        guard let text = value.textContent, separator == .none || separator.textContent != nil else {
            throw TemplateError(
                .invalidValue,
                "First argument of split_to_array has to be a value that can be split to a list of elements, "
                    + "but found a PlaceHolder with no value instead",
                documentation: TemplateError.documentationPage + "#split_to_array")
        }
        guard separator.textContent != "" else { throw TemplateError(.wrongValue, "empty separator") }
        try state.charge(text: text)
        let parts = separator.textContent.map { text.split(text: $0) } ?? text.words()
        return .list(parts.map { .text($0.trimmed) })
    }

    private static let enumerateWithLast = TemplateFunction("enumerate_with_last", "arr", required: 1) {
        arguments, state throws(TemplateError) in
        let items = try arguments["arr"].iterated(&state)
        return .list(items.enumerated().map { .tuple([.boolean($0 == items.count - 1), $1]) })
    }

    // MARK: sql_and

    private static let operators = ["in": "in", "not_in": "not in", "gt": ">", "lt": "<", "gte": ">=", "lte": "<="]

    /// Conditions on columns the author names; those whose value is none are left out.
    private static let sqlAnd = TemplateFunction("sql_and", isOpen: true) { arguments, _ throws(TemplateError) in
        var conditions: [String] = []
        for (keyword, value) in arguments.rest.keywords where value != .none {
            let parts = keyword.split(text: "__")
            var (name, symbol) = (keyword, "=")
            if parts.count > 1, let suffix = parts.last {
                guard let known = Self.operators[suffix] else {
                    throw TemplateError(
                        .invalidValue, "operand \(suffix) not supported", documentation: TemplateError.documentationPage + "#sql_and")
                }
                (name, symbol) = (parts.dropLast().joined(separator: "__"), known)
            }
            conditions.append("\(name) \(symbol) \(try value.sqlText(of: keyword))")
        }
        return .verbatim(conditions.joined(separator: " and "))
    }

    // MARK: sql_unescape

    /// A string literal in which one escape is undone, for patterns of `LIKE`. Quotes and backslashes stay
    /// escaped whatever is asked for: they would let the caller end the literal.
    private static let sqlUnescape = TemplateFunction("sql_unescape", "x", "what", required: 1) { arguments, state throws(TemplateError) in
        let value = arguments["x"]
        if value.isPlaceholder { return .verbatim("'__no_value__'") }
        guard let text = value.textContent else {
            throw TemplateError(.missingAttribute, "sql_unescape() takes a text, found a value of kind \(value.kindName)")
        }
        let escaped = SQLText.escaped(text)
        try state.charge(text: escaped)
        let what = arguments["what"].textContent ?? ""
        guard !what.isEmpty, !what.unicodeScalars.contains(where: { $0 == "'" || $0 == "\"" || $0 == "\\" }) else {
            return .verbatim("'\(escaped)'")
        }
        return .verbatim("'\(Self.undoing(what, in: escaped))'")
    }

    /// Escapes are read from the left, so that the second half of `\\` never counts as the start of one.
    private static func undoing(_ what: String, in escaped: String) -> String {
        let bytes = Array(escaped.utf8)
        let sequence = Array("\\\(what)".utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: sequence) {
                result += sequence.dropFirst()
                position += sequence.count
            } else {
                let length = bytes[position] == UInt8(ascii: "\\") ? min(2, bytes.count - position) : 1
                result += bytes[position..<(position + length)]
                position += length
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
