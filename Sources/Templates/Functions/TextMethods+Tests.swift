// Part of Martlet. Apache License 2.0; see LICENSE.

extension TextMethods {
    /// The methods that ask what a text consists of.
    static let tests: [TemplateMethod] = [
        Self.test("isdigit") { $0.properties.numericType == .decimal || $0.properties.numericType == .digit },
        Self.test("isdecimal") { $0.properties.numericType == .decimal },
        Self.test("isnumeric") { $0.properties.numericType != nil },
        Self.test("isalpha") { $0.isLetter },
        Self.test("isalnum") { $0.isLetter || $0.properties.numericType != nil },
        Self.test("isspace") { $0.properties.isWhitespace },
        Self.caseTest("islower", has: { $0.properties.isLowercase }, lacks: { $0.properties.isUppercase }),
        Self.caseTest("isupper", has: { $0.properties.isUppercase }, lacks: { $0.properties.isLowercase }),
    ]

    /// The methods that fill a text up to a width.
    static let alignments: [TemplateMethod] = [
        Self.alignment("ljust") { _, _ in 0 }, Self.alignment("rjust") { missing, _ in missing },
        Self.alignment("center") { missing, width in missing / 2 + (missing & width & 1) }, Self.zfill,
    ]

    private static func test(_ name: String, _ holds: @escaping @Sendable (Unicode.Scalar) -> Bool) -> TemplateMethod {
        TemplateMethod(name) { value, _, state throws(TemplateError) in
            let scalars = (value.textContent ?? "").unicodeScalars
            try state.charge(text: value.textContent ?? "")
            return .boolean(!scalars.isEmpty && scalars.allSatisfy(holds))
        }
    }

    private static func caseTest(
        _ name: String, has: @escaping @Sendable (Unicode.Scalar) -> Bool, lacks: @escaping @Sendable (Unicode.Scalar) -> Bool
    ) -> TemplateMethod {
        TemplateMethod(name) { value, _, state throws(TemplateError) in
            let scalars = (value.textContent ?? "").unicodeScalars
            try state.charge(text: value.textContent ?? "")
            return .boolean(scalars.contains(where: has) && !scalars.contains(where: lacks))
        }
    }

    private static func alignment(_ name: String, _ leading: @escaping @Sendable (_ missing: Int, _ width: Int) -> Int) -> TemplateMethod {
        TemplateMethod(name, "width", "fillchar", required: 1) { value, arguments, state throws(TemplateError) in
            let text = value.textContent ?? ""
            let fill = arguments.has("fillchar") ? try Self.text(arguments["fillchar"], "the fill character") : " "
            guard fill.unicodeScalars.count == 1 else { throw TemplateError(.wrongUse, "\(name)() fills with exactly one character") }
            let missing = try Self.missing(in: text, arguments, name: name, state: state)
            let before = leading(missing, arguments["width"].integerContent?.int ?? 0)
            return try state.admit(text: String(repeating: fill, count: before) + text + String(repeating: fill, count: missing - before))
        }
    }

    private static let zfill = TemplateMethod("zfill", "width", required: 1) { value, arguments, state throws(TemplateError) in
        let text = value.textContent ?? ""
        let zeros = String(repeating: "0", count: try Self.missing(in: text, arguments, name: "zfill", state: state))
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        return try state.admit(text: sign + zeros + text.dropFirst(sign.count))
    }

    /// How many characters a text lacks of the width asked for.
    private static func missing(
        in text: String, _ arguments: BoundArguments, name: String, state: RenderState
    ) throws(TemplateError) -> Int {
        guard let width = arguments["width"].integerContent?.int else { throw TemplateError(.wrongUse, "\(name)() takes a width") }
        guard width <= state.limits.outputBytes else { throw state.outputExceeded }
        return max(0, width - text.unicodeScalars.count)
    }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool {
        switch self.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}
