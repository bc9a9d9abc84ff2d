// Part of Martlet. Apache License 2.0; see LICENSE.

/// Functions that make one kind of value of another: `str`, `int`, `list` and their like.
enum ConversionFunctions {
    static let functions = [
        Self.str, Self.repr, Self.bool, Self.int, Self.float, Self.list, Self.tuple, Self.set, Self.dict, Self.isinstance, Self.callable,
        Self.hasattr,
    ]

    private static let str = TemplateFunction("str", "x") { arguments, state throws(TemplateError) in
        guard arguments.has("x") else { return .text("") }
        try state.admit(arguments["x"])
        return try state.admit(text: arguments["x"].description)
    }

    private static let repr = TemplateFunction("repr", "x", required: 1) { arguments, state throws(TemplateError) in
        try state.admit(arguments["x"])
        return try state.admit(text: arguments["x"].literal)
    }

    /// `Boolean` under another name: in this language `bool('false')` is false.
    private static let bool = TemplateFunction("bool", "x", required: 1) { arguments, _ throws(TemplateError) in
        TemplateValue(TypeFunctions.flag(arguments["x"]) ? 1 : 0)
    }

    private static let int = TemplateFunction("int", "x", "base") { arguments, state throws(TemplateError) in
        guard arguments.has("x") else { return TemplateValue(0) }
        let value = arguments["x"]
        if value.isPlaceholder { return TemplateValue(0) }
        if arguments.has("base") {
            guard let text = value.textContent, let base = arguments["base"].integerContent?.int,
                let integer = Self.integer(text.trimmed, base: base)
            else {
                throw TemplateError(
                    .wrongValue, "invalid literal for int() with base \(arguments["base"].description.excerpt): \(value.literal.excerpt)")
            }
            return try state.admit(integer: integer)
        }
        if let integer = Self.integer(value) { return try state.admit(integer: integer) }
        guard value.textContent != nil || value.floatContent != nil else {
            throw TemplateError(
                .wrongType, "int() argument must be a string, a bytes-like object or a real number, not '\(value.kindName)'")
        }
        if let float = value.floatContent {
            throw TemplateError(.wrongValue, "cannot convert float \(float.isNaN ? "NaN" : "infinity") to integer")
        }
        throw TemplateError(.wrongValue, "invalid literal for int() with base 10: \(value.literal.excerpt)")
    }

    /// The whole number a value stands for: digits with blanks around and `_` between them, or a float cut off.
    static func integer(_ value: TemplateValue) -> TemplateInteger? {
        if let integer = value.integerContent { return integer }
        if let float = value.floatContent { return TemplateInteger(truncating: float) }
        return value.textContent.flatMap { Self.digits($0.trimmed.withASCIIDigits) }.flatMap { TemplateInteger(decimal: $0) }
    }

    /// The number digits to a base stand for, which may say the base as literals do: `0x1F`.
    private static func integer(_ text: String, base: Int) -> TemplateInteger? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let prefixes = [16: "0x", 8: "0o", 2: "0b"]
        if let prefix = prefixes[base], digits.lowercased().hasPrefix(prefix) { digits = digits.dropFirst(2) }
        guard (2...36).contains(base), let plain = Self.digits(String(digits)), !plain.isEmpty, plain.utf8.count <= 512 else { return nil }
        return Magnitude(digits: plain, base: UInt32(base)).map { TemplateInteger($0, isNegative: isNegative) }
    }

    /// A number without the `_` between its digits; nil if one stands elsewhere.
    private static func digits(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        for (before, after) in zip(parts, parts.dropFirst()) {
            guard before.last?.isHexDigit ?? false, after.first?.isHexDigit ?? false else { return nil }
        }
        return parts.joined()
    }

    private static let float = TemplateFunction("float", "x") { arguments, _ throws(TemplateError) in
        guard arguments.has("x") else { return .float(0) }
        let value = arguments["x"]
        if value.isPlaceholder { return .float(0) }
        if let float = value.floatContent { return .float(float) }
        guard let text = value.textContent else {
            throw TemplateError(.wrongType, "float() argument must be a string or a real number, not '\(value.kindName)'")
        }
        guard let float = Self.digits(text.trimmed.withASCIIDigits).flatMap({ FloatReader.value(of: $0) }) else {
            throw TemplateError(.wrongValue, "could not convert string to float: \(value.literal.excerpt)")
        }
        return .float(float)
    }

    // MARK: Collections

    private static let list = TemplateFunction("list", "items") { arguments, state throws(TemplateError) in
        .list(arguments.has("items") ? try arguments["items"].iterated(&state) : [])
    }

    private static let tuple = TemplateFunction("tuple", "items") { arguments, state throws(TemplateError) in
        .tuple(arguments.has("items") ? try arguments["items"].iterated(&state) : [])
    }

    private static let set = TemplateFunction("set", "items") { arguments, state throws(TemplateError) in
        try TemplateValue.distinct(arguments.has("items") ? try arguments["items"].iterated(&state) : [], state: &state)
    }

    private static let dict = TemplateFunction("dict", "items", isOpen: true) { arguments, state throws(TemplateError) in
        var members = TemplateDictionary()
        if arguments.has("items") { try members.merge(arguments["items"], state: &state) }
        for (name, value) in arguments.rest.keywords { members[.text(name)] = value }
        return .dictionary(members)
    }

    // MARK: Kinds

    private static let isinstance = TemplateFunction("isinstance", "x", "kind", required: 2, takesFunctionAt: .position(1)) {
        arguments, _ throws(TemplateError) in
        let kinds = if case .tuple(let kinds) = arguments["kind"] { kinds } else { [arguments["kind"]] }
        var matches = false
        for kind in kinds {
            guard case .function(let name) = kind else {
                throw TemplateError(.wrongType, "isinstance() arg 2 must be a type, a tuple of types, or a union")
            }
            let kindName = arguments["x"].kindName
            matches = matches || name == kindName || (name == "int" && kindName == "bool")
        }
        return .boolean(matches)
    }

    private static let callable = TemplateFunction("callable", "x", required: 1, takesFunctionAt: .position(0)) {
        arguments, _ throws(TemplateError) in
        if case .function = arguments["x"] { .boolean(true) } else { .boolean(false) }
    }

    private static let hasattr = TemplateFunction("hasattr", "x", "name", required: 2) { arguments, _ throws(TemplateError) in
        .boolean(MethodTable.hasMethod(arguments["name"].textContent ?? "", of: arguments["x"]))
    }
}

extension TemplateDictionary {
    /// Adds the members of a dictionary, or of a sequence of pairs.
    mutating func merge(_ value: TemplateValue, state: inout RenderState) throws(TemplateError) {
        if case .dictionary(let members) = value {
            try state.charge(members.count)
            for member in members.members { self[member.key] = member.value }
            return
        }
        for pair in try value.iterated(&state) {
            let items = try pair.unpacked(into: 2, state: &state)
            try items[0].checkHashable(&state)
            self[items[0]] = items[1]
        }
    }
}
