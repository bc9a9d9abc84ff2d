// Part of Martlet. Apache License 2.0; see LICENSE.

/// The methods of text that cut, join and change it.
enum TextMethods {
    static let methods: [TemplateMethod] = [
        Self.mapping("lower") { $0.lowercased() },
        Self.mapping("upper") { $0.uppercased() },
        Self.mapping("title") { Self.titled($0) },
        Self.mapping("capitalize") { text in
            let scalars = text.unicodeScalars
            return (scalars.first?.properties.titlecaseMapping ?? "") + String(scalars.dropFirst()).lowercased()
        },
        Self.mapping("swapcase") { text in
            text.unicodeScalars.map { $0.properties.isUppercase ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping }.joined()
        },
        Self.strip("strip", start: true, end: true), Self.strip("lstrip", start: true, end: false),
        Self.strip("rstrip", start: false, end: true), Self.split, Self.rsplit, Self.splitlines, Self.join, Self.replace,
        Self.affix("startswith") { $0.starts(with: $1) }, Self.affix("endswith") { $0.reversed().starts(with: $1.reversed()) },
        Self.find("find", fails: false, fromEnd: false), Self.find("rfind", fails: false, fromEnd: true),
        Self.find("index", fails: true, fromEnd: false), Self.find("rindex", fails: true, fromEnd: true), Self.count,
        Self.partition("partition", fromEnd: false),
        Self.partition("rpartition", fromEnd: true),
        Self.removing("removeprefix") { $0.starts(with: $1) ? $0.dropFirst($1.count) : $0[...] },
        Self.removing("removesuffix") { $0.reversed().starts(with: $1.reversed()) ? $0.dropLast($1.count) : $0[...] },
    ]

    /// The text a method is called on, or one it is given.
    static func text(_ value: TemplateValue, _ use: String) throws(TemplateError) -> String {
        guard let text = value.textContent else { throw TemplateError(.wrongUse, "\(use) must be text, found \(value.kindName)") }
        return text
    }

    private static func mapping(_ name: String, _ map: @escaping @Sendable (String) -> String) -> TemplateMethod {
        TemplateMethod(name) { value, _, state throws(TemplateError) in try state.admit(text: map(value.textContent ?? "")) }
    }

    private static func titled(_ text: String) -> String {
        var result = ""
        var isInWord = false
        for scalar in text.unicodeScalars {
            result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInWord = scalar.properties.isAlphabetic
        }
        return result
    }

    // MARK: Cutting

    private static func strip(_ name: String, start: Bool, end: Bool) -> TemplateMethod {
        TemplateMethod(name, "chars") { value, arguments, state throws(TemplateError) in
            let given: String? = arguments["chars"] == .none ? nil : try Self.text(arguments["chars"], "the argument of \(name)()")
            let characters = given.map { Set($0.unicodeScalars) }
            func isStripped(_ scalar: Unicode.Scalar) -> Bool { characters?.contains(scalar) ?? scalar.properties.isWhitespace }
            var rest = try Self.text(value, "text").unicodeScalars[...]
            try state.charge(text: value.textContent ?? "")
            if start { rest = rest.drop(while: isStripped) }
            if end, let last = rest.lastIndex(where: { !isStripped($0) }) { rest = rest[...last] } else if end { rest = rest.prefix(0) }
            return .text(String(rest))
        }
    }

    /// Separator and limit of `split` and its mirror; no separator means runs of blanks.
    private static func separator(_ arguments: BoundArguments) throws(TemplateError) -> (separator: String?, limit: Int) {
        let limit = arguments["maxsplit"].integerContent?.int ?? -1
        guard arguments["sep"] != .none else { return (nil, limit < 0 ? .max : limit) }
        let separator = try Self.text(arguments["sep"], "a separator")
        guard !separator.isEmpty else { throw TemplateError(.wrongValue, "empty separator") }
        return (separator, limit < 0 ? .max : limit)
    }

    private static let split = TemplateMethod("split", "sep", "maxsplit") { value, arguments, state throws(TemplateError) in
        let (separator, limit) = try Self.separator(arguments)
        let text = value.textContent ?? ""
        try state.charge(text: text)
        if let separator { return .list(text.split(text: separator, limit: limit).map { .text($0) }) }
        return .list(text.words(limit: limit).map { .text($0) })
    }

    private static let rsplit = TemplateMethod("rsplit", "sep", "maxsplit") { value, arguments, state throws(TemplateError) in
        let (separator, limit) = try Self.separator(arguments)
        let text = value.textContent ?? ""
        try state.charge(text: text)
        // What splits from the end is the mirror of what splits the mirrored text from the start.
        func mirrored(_ text: String) -> String { String(String.UnicodeScalarView(text.unicodeScalars.reversed())) }
        let parts = separator.map { mirrored(text).split(text: mirrored($0), limit: limit) } ?? mirrored(text).words(limit: limit)
        return .list(parts.reversed().map { .text(mirrored($0)) })
    }

    private static let splitlines = TemplateMethod("splitlines", "keepends") { value, arguments, state throws(TemplateError) in
        let text = value.textContent ?? ""
        try state.charge(text: text)
        let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}"]
        var lines: [TemplateValue] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let line = rest.prefix { !breaks.contains($0) }
            let ending = rest[line.endIndex...]
            let length = ending.starts(with: ["\r", "\n"]) ? 2 : min(1, ending.count)
            rest = ending.dropFirst(length)
            lines.append(.text(String(line) + (arguments["keepends"].isTruthy ? String(ending.prefix(length)) : "")))
        }
        return .list(lines)
    }

    private static func partition(_ name: String, fromEnd: Bool) -> TemplateMethod {
        TemplateMethod(name, "sep", required: 1) { value, arguments, state throws(TemplateError) in
            let text = value.textContent ?? ""
            let separator = try Self.text(arguments["sep"], "a separator")
            guard !separator.isEmpty else { throw TemplateError(.wrongValue, "empty separator") }
            try state.charge(text: text)
            var parts = text.split(text: separator, limit: fromEnd ? .max : 1)
            guard parts.count > 1 else { return .tuple((fromEnd ? ["", "", text] : [text, "", ""]).map { .text($0) }) }
            let last = parts.removeLast()
            return .tuple([.text(parts.joined(separator: separator)), .text(separator), .text(last)])
        }
    }

    private static func removing(
        _ name: String, _ remove: @escaping @Sendable ([UInt8], [UInt8]) -> ArraySlice<UInt8>
    ) -> TemplateMethod {
        TemplateMethod(name, "affix", required: 1) { value, arguments, state throws(TemplateError) in
            let affix = try Self.text(arguments["affix"], "the argument of \(name)()")
            try state.charge(text: value.textContent ?? "")
            return .text(String(decoding: remove(Array((value.textContent ?? "").utf8), Array(affix.utf8)), as: UTF8.self))
        }
    }

    // MARK: Joining and replacing

    private static let join = TemplateMethod("join", "items", required: 1) { value, arguments, state throws(TemplateError) in
        var parts: [String] = []
        var length = 0
        let separator = value.textContent ?? ""
        for (index, item) in try arguments["items"].iterated(&state).enumerated() {
            if item.isPlaceholder { return item }
            guard let text = item.textContent else {
                throw TemplateError(.wrongType, "sequence item \(index): expected str instance, \(item.kindName) found")
            }
            length += text.utf8.count + separator.utf8.count
            guard length <= state.limits.outputBytes + separator.utf8.count else { throw state.outputExceeded }
            parts.append(text)
        }
        return try state.admit(text: parts.joined(separator: separator))
    }

    private static let replace = TemplateMethod("replace", "old", "new", "count", required: 2) {
        value, arguments, state throws(TemplateError) in
        let text = value.textContent ?? ""
        let (old, new) = (try Self.text(arguments["old"], "what to replace"), try Self.text(arguments["new"], "the replacement"))
        let count = arguments["count"].integerContent?.int ?? -1
        try state.charge(text: text)
        let limit = count < 0 ? Int.max : count
        let parts = old.isEmpty ? Self.aroundEveryCharacter(text, limit: limit) : text.split(text: old, limit: limit)
        let (added, overflows) = new.utf8.count.multipliedReportingOverflow(by: parts.count)
        guard !overflows, added <= state.limits.outputBytes else { throw state.outputExceeded }
        return try state.admit(text: parts.joined(separator: new))
    }

    /// Nothing occurs before, between and after all characters.
    private static func aroundEveryCharacter(_ text: String, limit: Int) -> [String] {
        let scalars = text.unicodeScalars
        guard limit > 0 else { return [text] }
        let single = scalars.prefix(limit - 1).map { String($0) }
        let rest = String(scalars.dropFirst(limit - 1))
        return limit > scalars.count ? [""] + single + [""] : [""] + single + [rest]
    }

    // MARK: Searching

    private static func affix(
        _ name: String, _ matches: @escaping @Sendable ([UInt8], [UInt8]) -> Bool
    ) -> TemplateMethod {
        TemplateMethod(name, "affix", "start", "end", required: 1) { value, arguments, state throws(TemplateError) in
            guard let searched = try Self.searched(value, arguments, state: &state) else { return .boolean(false) }
            let text = Array(String(searched.part).utf8)
            let affixes = if case .tuple(let affixes) = arguments["affix"] { affixes } else { [arguments["affix"]] }
            for affix in affixes {
                if affix.isPlaceholder { continue }
                let affix = try Self.text(affix, "the argument of \(name)()")
                try state.charge(text: affix)
                if matches(text, Array(affix.utf8)) { return .boolean(true) }
            }
            return .boolean(false)
        }
    }

    private static func find(_ name: String, fails: Bool, fromEnd: Bool) -> TemplateMethod {
        TemplateMethod(name, "sub", "start", "end", required: 1) { value, arguments, state throws(TemplateError) in
            let sought = try Self.text(arguments["sub"], "what to find")
            if let (part, start) = try Self.searched(value, arguments, state: &state),
                let position = Self.position(of: sought, in: part, fromEnd: fromEnd)
            {
                return TemplateValue(start + position)
            }
            guard !fails else { throw TemplateError(.wrongValue, "substring not found") }
            return TemplateValue(-1)
        }
    }

    /// The part of a text between the arguments `start` and `end`, and the characters before it; nil if they cross.
    private static func searched(
        _ value: TemplateValue, _ arguments: BoundArguments, state: inout RenderState
    ) throws(TemplateError) -> (part: Substring.UnicodeScalarView, start: Int)? {
        let text = value.textContent ?? ""
        try state.charge(text: text)
        guard arguments["start"] != .none || arguments["end"] != .none else { return (text.unicodeScalars[...], 0) }
        let count = text.unicodeScalars.count
        func bound(_ name: String) -> Int? {
            arguments[name].integerContent.map { $0.int ?? ($0.isNegative ? -count : count + 1) }.map { $0 < 0 ? max($0 + count, 0) : $0 }
        }
        let (start, end) = (bound("start") ?? 0, min(bound("end") ?? count, count))
        guard start <= end else { return nil }
        return (text.unicodeScalars.prefix(end).dropFirst(start), start)
    }

    /// Characters before the first or the last occurrence of a part.
    private static func position(of part: String, in text: Substring.UnicodeScalarView, fromEnd: Bool) -> Int? {
        if part.isEmpty { return fromEnd ? text.count : 0 }
        guard fromEnd else {
            let bytes = Array(String(text).utf8)
            return bytes.position(of: Array(part.utf8)).map { String(decoding: bytes[..<$0], as: UTF8.self).unicodeScalars.count }
        }
        // The last occurrence is the first in the mirrored text.
        let mirroredText = String(String.UnicodeScalarView(text.reversed()))
        let mirroredPart = String(String.UnicodeScalarView(part.unicodeScalars.reversed()))
        let after = Self.position(of: mirroredPart, in: mirroredText.unicodeScalars[...], fromEnd: false)
        return after.map { text.count - $0 - part.unicodeScalars.count }
    }

    private static let count = TemplateMethod("count", "sub", "start", "end", required: 1) {
        value, arguments, state throws(TemplateError) in
        let counted = try Self.text(arguments["sub"], "what to count")
        guard let (part, _) = try Self.searched(value, arguments, state: &state) else { return TemplateValue(0) }
        return TemplateValue(counted.isEmpty ? part.count + 1 : String(part).split(text: counted).count - 1)
    }
}
