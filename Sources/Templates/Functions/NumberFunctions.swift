// Part of Martlet. Apache License 2.0; see LICENSE.

/// Functions of numbers: `abs`, `round`, `divmod`, `pow`, and the bases.
enum NumberFunctions {
    static let functions = [Self.abs, Self.round, Self.divmod, Self.pow] + [("hex", 16), ("oct", 8), ("bin", 2)].map { Self.base($0, $1) }

    private static let abs = TemplateFunction("abs", "x", required: 1) { arguments, _ throws(TemplateError) in
        let value = arguments["x"]
        if value.isPlaceholder { return value }
        if let integer = value.integerContent { return .integer(TemplateInteger(integer.magnitude)) }
        if let float = value.floatContent { return .float(float.magnitude) }
        throw TemplateError(.wrongType, "bad operand type for abs(): '\(value.kindName)'")
    }

    private static let round = TemplateFunction("round", "number", "ndigits", required: 1) { arguments, state throws(TemplateError) in
        let value = arguments["number"]
        if value.isPlaceholder { return value }
        let places = arguments["ndigits"].integerContent?.int
        guard arguments["ndigits"] == .none || places != nil else {
            throw TemplateError(.wrongType, "'\(arguments["ndigits"].kindName)' object cannot be interpreted as an integer")
        }
        guard (-100...100).contains(places ?? 0) else { throw TemplateError(.wrongUse, "round() takes -100 to 100 places") }
        if let integer = value.integerContent { return .integer(Self.rounded(integer, places: places ?? 0)) }
        guard let float = value.floatContent else { throw TemplateError(.wrongUse, "round() takes a number, found \(value.kindName)") }
        guard float.isFinite else {
            guard places == nil else { return .float(float) }
            throw TemplateError(.wrongValue, "cannot convert float \(float.isNaN ? "NaN" : "infinity") to integer")
        }
        try state.charge(digitsOf: float, places: places ?? 0)
        let text = (float.sign == .minus ? "-" : "") + FloatText.fixed(float, places: places ?? 0)
        if places == nil, let integer = TemplateInteger(truncating: float.rounded(.toNearestOrEven)) { return .integer(integer) }
        return .float(Double(text) ?? float)
    }

    /// Places before the point count as negative; a tie goes to the even neighbour.
    private static func rounded(_ integer: TemplateInteger, places: Int) -> TemplateInteger {
        guard places < 0 else { return integer }
        let unit = (0..<(-places)).reduce(TemplateInteger(1)) { unit, _ in unit * TemplateInteger(10) }
        let (quotient, remainder) = integer.dividedDown(by: unit)
        let doubled = remainder + remainder
        let roundsUp = doubled > unit || (doubled == unit && quotient.magnitude.isOdd)
        return (roundsUp ? quotient + TemplateInteger(1) : quotient) * unit
    }

    private static let divmod = TemplateFunction("divmod", "x", "y", required: 2) { arguments, state throws(TemplateError) in
        .tuple([
            try Arithmetic.apply(.floorDivide, arguments["x"], arguments["y"], state: &state),
            try Arithmetic.apply(.remainder, arguments["x"], arguments["y"], state: &state),
        ])
    }

    private static let pow = TemplateFunction("pow", "base", "exp", "mod", required: 2) { arguments, state throws(TemplateError) in
        let power = try Arithmetic.apply(.power, arguments["base"], arguments["exp"], state: &state)
        return arguments.has("mod") ? try Arithmetic.apply(.remainder, power, arguments["mod"], state: &state) : power
    }

    private static func base(_ name: String, _ base: UInt32) -> TemplateFunction {
        TemplateFunction(name, "number", required: 1) { arguments, _ throws(TemplateError) in
            guard let integer = arguments["number"].integerContent else {
                throw TemplateError(.wrongType, "'\(arguments["number"].kindName)' object cannot be interpreted as an integer")
            }
            let prefix = base == 16 ? "0x" : base == 8 ? "0o" : "0b"
            return .text((integer.isNegative ? "-" : "") + prefix + integer.magnitude.digits(base: base))
        }
    }
}
