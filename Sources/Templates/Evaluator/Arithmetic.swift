// Part of Martlet. Apache License 2.0; see LICENSE.

/// The operators of numbers, texts and collections.
enum Arithmetic {
    static func apply(_ symbol: UnaryOperator, _ value: TemplateValue, state: RenderState) throws(TemplateError) -> TemplateValue {
        if symbol == .not { return .boolean(!value.isTruthy) }
        if value.isPlaceholder { return value }
        if let integer = value.integerContent {
            switch symbol {
            case .minus: return try state.admit(integer: -integer)
            case .invert: return try state.admit(integer: -integer - TemplateInteger(1))
            case .plus, .not: return .integer(integer)
            }
        }
        if let float = value.floatContent, symbol != .invert { return .float(symbol == .minus ? -float : float) }
        let sign = symbol == .minus ? "-" : symbol == .plus ? "+" : "~"
        throw TemplateError(.wrongUse, "\(sign) cannot be used on a value of kind \(value.kindName)")
    }

    static func apply(
        _ symbol: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue, state: inout RenderState
    ) throws(TemplateError) -> TemplateValue {
        // What a request will send is unknown while checking; the result is as unknown.
        if left.isPlaceholder { return left }
        if let text = left.textContent, symbol == .remainder {
            return try state.admit(text: try PercentFormat(text).text(with: right, state: &state))
        }
        if right.isPlaceholder { return right }
        if let left = left.integerContent, let right = right.integerContent {
            return try self.apply(symbol, integers: left, right, state: &state)
        }
        if let left = left.floatContent, let right = right.floatContent { return try self.apply(symbol, floats: left, right) }
        switch symbol {
        case .add:
            if let joined = try self.joined(left, right, state: &state) { return joined }
        case .multiply:
            if let count = right.integerContent, let repeated = try self.repeated(left, count, state: &state) { return repeated }
            if let count = left.integerContent, let repeated = try self.repeated(right, count, state: &state) { return repeated }
        case .subtract, .bitAnd, .bitOr, .bitXor:
            if case .set(let left) = left, case .set(let right) = right {
                return try self.apply(symbol, sets: left, right, state: &state)
            }
        default:
            break
        }
        throw TemplateError(.wrongUse, "\(symbol.symbol) cannot be used between values of the kinds \(left.kindName) and \(right.kindName)")
    }

    // MARK: Numbers

    private static func apply(
        _ symbol: BinaryOperator, integers left: TemplateInteger, _ right: TemplateInteger, state: inout RenderState
    ) throws(TemplateError) -> TemplateValue {
        switch symbol {
        case .add: return try state.admit(integer: left + right)
        case .subtract: return try state.admit(integer: left - right)
        case .multiply: return try state.admit(integer: left * right)
        case .floorDivide, .remainder:
            guard !right.isZero else { throw self.divisionByZero }
            // Bit by bit, unless a word holds it.
            if left.int == nil { try state.charge(left.bitWidth) }
            let (quotient, remainder) = left.dividedDown(by: right)
            return .integer(symbol == .remainder ? remainder : quotient)
        case .power:
            guard !right.isNegative else { return try self.apply(symbol, floats: left.double, right.double) }
            try state.charge(min(right.int ?? 0, state.limits.integerBits))
            return try self.power(left, right, state: state)
        case .shiftLeft, .shiftRight:
            guard !right.isNegative else { throw TemplateError(.wrongValue, "negative shift count") }
            let factor = try self.power(TemplateInteger(2), right, state: state).integerContent ?? .zero
            return symbol == .shiftLeft ? try state.admit(integer: left * factor) : .integer(left.dividedDown(by: factor).quotient)
        case .bitAnd: return .integer(left.combined(with: right, by: &))
        case .bitOr: return .integer(left.combined(with: right, by: |))
        case .bitXor: return .integer(left.combined(with: right, by: ^))
        case .divide:
            return try self.apply(symbol, floats: left.double, right.double)
        case .matrixMultiply:
            throw TemplateError(.wrongUse, "@ cannot be used between numbers")
        }
    }

    /// A power by repeated multiplication, which ends at the limit of width.
    static func power(_ base: TemplateInteger, _ exponent: TemplateInteger, state: RenderState) throws(TemplateError) -> TemplateValue {
        if exponent.isZero { return TemplateValue(1) }
        if base.bitWidth <= 1 {
            return .integer(base.isNegative && !exponent.magnitude.isOdd ? -base : base)
        }
        guard let count = exponent.int, count <= state.limits.integerBits else {
            throw .exceeded("\(state.limits.integerBits) bits of an integer")
        }
        var result = TemplateInteger(1)
        for _ in 0..<count {
            result = result * base
            _ = try state.admit(integer: result)
        }
        return .integer(result)
    }

    private static func apply(_ symbol: BinaryOperator, floats left: Double, _ right: Double) throws(TemplateError) -> TemplateValue {
        switch symbol {
        case .add: return .float(left + right)
        case .subtract: return .float(left - right)
        case .multiply: return .float(left * right)
        case .divide:
            guard right != 0 else { throw self.divisionByZero }
            return .float(left / right)
        case .floorDivide, .remainder:
            guard right != 0 else { throw self.divisionByZero }
            var remainder = left.truncatingRemainder(dividingBy: right)
            if remainder == 0 { remainder = Double(signOf: right, magnitudeOf: 0) }
            if remainder != 0, (remainder < 0) != (right < 0) { remainder += right }
            if symbol == .remainder { return .float(remainder) }
            let quotient = ((left - remainder) / right).rounded()
            return .float(quotient == 0 ? Double(signOf: left / right, magnitudeOf: 0) : quotient)
        case .power:
            return .float(try self.power(left, right))
        default:
            throw TemplateError(.wrongUse, "\(symbol.symbol) cannot be used between values of the kinds float and float")
        }
    }

    /// Whole exponents only: roots would need a mathematics library, and no author was seen to use them.
    private static func power(_ base: Double, _ exponent: Double) throws(TemplateError) -> Double {
        if exponent == 0.5, base >= 0 { return base.squareRoot() }
        guard exponent == exponent.rounded(), exponent.magnitude <= 1024 else {
            throw TemplateError(.wrongUse, "** takes a whole exponent of at most 1024")
        }
        guard base != 0 || exponent >= 0 else { throw self.divisionByZero }
        var result = 1.0
        for _ in 0..<Int(exponent.magnitude) { result *= base }
        return exponent < 0 ? 1 / result : result
    }

    static let divisionByZero = TemplateError(.divisionByZero, "division by zero")

    // MARK: Texts and collections

    private static func joined(
        _ left: TemplateValue, _ right: TemplateValue, state: inout RenderState
    ) throws(TemplateError) -> TemplateValue? {
        if let left = left.textContent, let right = right.textContent { return try state.admit(text: left + right) }
        switch (left, right) {
        case (.tuple(let left), .tuple(let right)):
            let joined = TemplateValue.tuple(left + right)
            try state.admit(joined)
            return joined
        case (.list(let left), .list(let right)):
            let joined = TemplateValue.list(left + right)
            try state.admit(joined)
            return joined
        default:
            return nil
        }
    }

    private static func repeated(
        _ value: TemplateValue, _ count: TemplateInteger, state: inout RenderState
    ) throws(TemplateError) -> TemplateValue? {
        let count = count.isNegative ? 0 : count.int ?? .max
        if let text = value.textContent {
            let (length, overflows) = text.utf8.count.multipliedReportingOverflow(by: count)
            guard !overflows, length <= state.limits.outputBytes else { throw state.outputExceeded }
            return try state.admit(text: length == 0 ? "" : String(repeating: text, count: count))
        }
        guard let items = value.items, value.kindName != "set" else { return nil }
        let (length, overflows) = items.count.multipliedReportingOverflow(by: count)
        guard !overflows, length <= state.limits.outputBytes else { throw state.outputExceeded }
        try state.charge(length)
        let repeated = length == 0 ? [] : [[TemplateValue]](repeating: items, count: count).flatMap { $0 }
        let result: TemplateValue = if case .tuple = value { .tuple(repeated) } else { .list(repeated) }
        try state.admit(result)
        return result
    }

    static func apply(
        _ symbol: BinaryOperator, sets left: [TemplateValue], _ right: [TemplateValue], state: inout RenderState
    ) throws(TemplateError) -> TemplateValue {
        let (leftKeys, rightKeys) = (Set(left.map(\.dictionaryKey)), Set(right.map(\.dictionaryKey)))
        try state.charge(left.count + right.count)
        let onlyLeft = left.filter { !rightKeys.contains($0.dictionaryKey) }
        let onlyRight = right.filter { !leftKeys.contains($0.dictionaryKey) }
        switch symbol {
        case .bitAnd: return .set(left.filter { rightKeys.contains($0.dictionaryKey) })
        case .bitOr: return .set(left + onlyRight)
        case .bitXor: return .set(onlyLeft + onlyRight)
        default: return .set(onlyLeft)
        }
    }
}
