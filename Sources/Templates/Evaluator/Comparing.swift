// Part of Martlet. Apache License 2.0; see LICENSE.

/// Equality, order and membership of values.
enum Comparing {
    static func holds(
        _ symbol: ComparisonOperator, _ left: TemplateValue, _ right: TemplateValue, state: inout RenderState
    ) throws(TemplateError) -> Bool {
        switch symbol {
        case .equal: try self.areEqual(left, right, state: &state)
        case .notEqual: !(try self.areEqual(left, right, state: &state))
        case .less: try self.isLess(left, right, symbol, state: &state)
        case .lessOrEqual: !(try self.isLess(right, left, symbol, isSwapped: true, state: &state)) && !self.isUnordered(left, right)
        case .greater: try self.isLess(right, left, symbol, isSwapped: true, state: &state)
        case .greaterOrEqual: !(try self.isLess(left, right, symbol, state: &state)) && !self.isUnordered(left, right)
        case .in: try self.contains(right, left, state: &state)
        case .notIn: !(try self.contains(right, left, state: &state))
        case .is: left.kindName == right.kindName ? try self.areEqual(left, right, state: &state) : false
        case .isNot: left.kindName == right.kindName ? !(try self.areEqual(left, right, state: &state)) : true
        }
    }

    /// Numbers are equal across their kinds; text never equals a number; a placeholder equals nothing.
    static func areEqual(_ left: TemplateValue, _ right: TemplateValue, state: inout RenderState) throws(TemplateError) -> Bool {
        try state.charge()
        if let left = left.integerContent, let right = right.integerContent { return left == right }
        if let left = left.floatContent, let right = right.floatContent { return left == right }
        if let left = left.textContent, let right = right.textContent {
            try state.charge(text: left)
            return left.isIdentical(to: right)
        }
        switch (left, right) {
        case (.none, .none): return true
        case (.symbol(let left), .symbol(let right)), (.function(let left), .function(let right)): return left.isIdentical(to: right)
        case (.set(let left), .set(let right)):
            try state.charge(left.count + right.count)
            return Set(left.map(\.dictionaryKey)) == Set(right.map(\.dictionaryKey))
        case (.dictionary(let left), .dictionary(let right)):
            guard left.count == right.count else { return false }
            for member in left.members {
                guard let other = right[member.key], try self.areEqual(member.value, other, state: &state) else { return false }
            }
            return true
        default:
            guard left.kindName == right.kindName, let left = left.items, let right = right.items, left.count == right.count else {
                return false
            }
            for (left, right) in zip(left, right) {
                guard try self.areEqual(left, right, state: &state) else { return false }
            }
            return true
        }
    }

    /// The order of two values; fails for kinds that have none, naming the operator as the author wrote it.
    static func isLess(
        _ left: TemplateValue, _ right: TemplateValue, _ symbol: ComparisonOperator = .less, isSwapped: Bool = false,
        state: inout RenderState
    ) throws(TemplateError) -> Bool {
        try state.charge()
        if let left = left.integerContent, let right = right.integerContent { return left < right }
        if let left = left.floatContent, let right = right.floatContent { return left < right }
        if let left = left.textContent, let right = right.textContent {
            try state.charge(text: left)
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        if left.kindName == right.kindName, left.kindName != "set", let leftItems = left.items, let rightItems = right.items {
            for (left, right) in zip(leftItems, rightItems) where !(try self.areEqual(left, right, state: &state)) {
                return try self.isLess(left, right, symbol, isSwapped: isSwapped, state: &state)
            }
            return leftItems.count < rightItems.count
        }
        let kinds = isSwapped ? (right.kindName, left.kindName) : (left.kindName, right.kindName)
        let text = "'\(symbol.rawValue)' not supported between instances of '\(kinds.0)' and '\(kinds.1)'"
        guard left.isPlaceholder || right.isPlaceholder else { throw TemplateError(.wrongType, text) }
        throw TemplateError(
            .placeholder,
            "\(text). If you are using a dynamic parameter, you need to wrap it around a valid Data Type (e.g. Int8(placeholder))")
    }

    private static func isUnordered(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        (left.floatContent?.isNaN ?? false) || (right.floatContent?.isNaN ?? false)
    }

    static func contains(_ container: TemplateValue, _ value: TemplateValue, state: inout RenderState) throws(TemplateError) -> Bool {
        if let text = container.textContent {
            if value.isPlaceholder { return false }
            guard let part = value.textContent else {
                throw TemplateError(.wrongType, "'in <string>' requires string as left operand, not \(value.kindName)")
            }
            try state.charge(text: text)
            return part.isEmpty || Array(text.utf8).position(of: Array(part.utf8)) != nil
        }
        if case .dictionary(let members) = container {
            try value.checkHashable(&state)
            return members[value] != nil
        }
        guard let items = container.items else {
            if container.isPlaceholder { return false }
            throw TemplateError(.wrongType, "argument of type '\(container.kindName)' is not iterable")
        }
        for item in items where try self.areEqual(item, value, state: &state) { return true }
        return false
    }
}
