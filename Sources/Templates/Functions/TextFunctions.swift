// Part of Martlet. Apache License 2.0; see LICENSE.

/// Functions of characters: `chr`, `ord` and `hash`.
enum TextFunctions {
    static let functions = [Self.chr, Self.ord, Self.hash]

    private static let chr = TemplateFunction("chr", "i", required: 1) { arguments, _ throws(TemplateError) in
        guard let code = arguments["i"].integerContent?.int, let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else {
            throw TemplateError(.wrongValue, "chr() takes the number of a character, found \(arguments["i"].description.excerpt)")
        }
        return .text(String(scalar))
    }

    private static let ord = TemplateFunction("ord", "c", required: 1) { arguments, _ throws(TemplateError) in
        let scalars = arguments["c"].textContent.map { Array($0.unicodeScalars.prefix(2)) } ?? []
        guard scalars.count == 1 else { throw TemplateError(.wrongType, "ord() expected a character") }
        return TemplateValue(Int(scalars[0].value))
    }

    /// The same for equal values in every run, so that a query's text does not change between calls.
    private static let hash = TemplateFunction("hash", "x", required: 1) { arguments, state throws(TemplateError) in
        try arguments["x"].checkHashable(&state)
        let key = arguments["x"].dictionaryKey
        if let number = key.integerContent?.int { return TemplateValue(number) }
        let hash = key.literal.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return TemplateValue(Int(hash >> 1))
    }
}
