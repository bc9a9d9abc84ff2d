// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the parameters an expression mentions, in the order the contract lists them: level by level of the
/// tree, so that `defined(a)` comes before what lies deeper (templates specification, 14).
struct MentionReader {
    /// Whether the expression is the inside of `{{ }}`, where a name standing alone is not expected: rendering
    /// it says what is missing in words of its own.
    let isOutput: Bool
    let line: Int
    let isConditional: Bool

    private struct Placed {
        let level: Int
        let mention: ParameterMention
    }

    /// Types that declare a parameter. `Int` and `Integer` do so for documentation, but are never expected.
    static let typeNames: Set<String> = [
        "String", "Boolean", "DateTime64", "DateTime", "Date", "Float32", "Float64", "Int8", "Int16", "Int32", "Int64", "Int128", "Int256",
        "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256", "Array", "JSON", "Int", "Integer",
    ]

    /// One mention for each name: a declared type wins over a bare name, a bare name over an argument.
    func mentions(in expression: Expression) throws(TemplateError) -> [ParameterMention] {
        var placed: [Placed] = []
        try self.read(expression, level: 0, role: self.isOutput ? .argument : .other, hidden: [], into: &placed)
        var mentions: [ParameterMention] = []
        // Sorting is stable: within a level the order of the text stays.
        for (_, entry) in placed.enumerated().sorted(by: { ($0.element.level, $0.offset) < ($1.element.level, $1.offset) }) {
            var mention = entry.mention
            mention.finalType = mention.type
            if let index = mentions.firstIndex(where: { $0.name == mention.name }) {
                let known = mentions[index]
                if known.isHandedOn, !mention.isHandedOn {
                    // What is only handed on has no place of its own in the list.
                    mentions.remove(at: index)
                    mentions.append(mention)
                    continue
                }
                // A bare name says "text", unless it stands as an argument.
                if mention.type != nil || mention.isExpected { mentions[index].finalType = mention.type }
                let isStronger = known.type == nil && (mention.type != nil || (mention.isExpected && !known.isExpected))
                if isStronger { mentions[index] = mention }
            } else {
                mentions.append(mention)
            }
        }
        return mentions
    }

    private func read(
        _ expression: Expression, level: Int, role: Expression.Child.Role, hidden: Set<String>, into placed: inout [Placed]
    ) throws(TemplateError) {
        var hidden = hidden
        switch expression {
        case .name(let name):
            guard role != .callee, !hidden.contains(name), !FunctionTable.reservedNames.contains(name) else { return }
            var mention = self.mention(name, isExpected: role == .other || role == .keyword)
            mention.isHandedOn = role == .argument
            placed.append(Placed(level: level, mention: mention))
        case .call(.name(let function), let arguments) where Self.typeNames.contains(function):
            if let declared = try self.declaration(function, arguments), !hidden.contains(declared.name) {
                placed.append(Placed(level: level, mention: declared))
            }
        case .call(.name(let function), let arguments):
            try self.refuseList(arguments, function: function)
        case .comprehension(let comprehension):
            hidden.formUnion(comprehension.localNames)
        default:
            break
        }
        for child in expression.children {
            try self.read(child.expression, level: level + child.level, role: child.role, hidden: hidden, into: &placed)
        }
    }

    private func mention(_ name: String, isExpected: Bool) -> ParameterMention {
        ParameterMention(name: name, isExpected: isExpected, isConditional: self.isConditional, line: self.line)
    }

    /// `T(name, default, …)`, whose first argument is a name, or a text that stands for one.
    private func declaration(_ function: String, _ arguments: [Expression.Argument]) throws(TemplateError) -> ParameterMention? {
        try self.refuseList(arguments, function: function)
        guard let first = arguments.first, first.name == nil else { return nil }
        // These two are no types of parameters to the contract; only a name makes them one here.
        let isPlain = function == "Int" || function == "Integer"
        let name: String
        switch first.value {
        case .name(let parameter):
            name = parameter
        case .constant(let literal):
            // In tags a literal is a mere cast; in `{{ }}` it reads as a parameter's name, usable or not.
            guard self.isOutput, literal != .none, !isPlain else { return nil }
            name = literal.description
        default:
            return nil
        }
        let positional = arguments.filter { $0.name == nil }.map(\.value)
        let isArray = function == "Array"
        let defaultPosition = isArray ? 2 : 1
        let given =
            arguments.first { $0.name == "default" }?.value ?? (positional.count > defaultPosition ? positional[defaultPosition] : nil)
        var mention = self.mention(name, isExpected: !isPlain && given.map(Self.isMissing) ?? true)
        mention.arguments = arguments
        mention.defaultValue = given
        if isArray {
            let item = arguments.first { $0.name == "item" }?.value ?? (positional.count > 1 ? positional[1] : nil)
            let itemType = item?.constant?.textContent ?? "String"
            mention.type = "Array(\(itemType))"
        } else {
            mention.type = isPlain ? "Int32" : function
        }
        return mention
    }

    /// Whether a default says nothing statically: none, or the result of a call.
    private static func isMissing(_ expression: Expression) -> Bool {
        switch expression {
        case .constant(let value): value == .none
        case .call: true
        default: false
        }
    }

    /// A list cannot be what names a parameter: the first argument that is no call.
    private func refuseList(_ arguments: [Expression.Argument], function: String) throws(TemplateError) {
        guard self.isOutput, Self.typeNames.contains(function) || Self.namingFunctions.contains(function) else { return }
        let naming = arguments.first { argument in
            if case .call = argument.value { false } else { argument.name == nil }
        }
        guard let list = naming?.value.leading.listText else { return }
        throw TemplateError(.syntax, "\"\(list)\" can not be used as a variable name")
    }

    /// Functions whose first argument is a parameter.
    static let namingFunctions: Set<String> = [
        "defined", "column", "columns", "day_diff", "date_diff_in_seconds", "date_diff_in_minutes", "date_diff_in_hours",
        "date_diff_in_days",
        "split_to_array", "enumerate_with_last", "sql_and",
    ]
}

extension Expression {
    /// The first operand of an operation that could name a parameter, or else the last.
    fileprivate var leading: Expression {
        guard case .arithmetic(let first, let operations) = self else { return self }
        let operands = [first.leading] + operations.map(\.operand.leading)
        return operands.first { $0.couldName } ?? operands.last ?? self
    }

    private var couldName: Bool {
        switch self {
        case .name: true
        case .constant(let value): value.isTruthy
        case .list: self.listText != "[]"
        default: false
        }
    }

    /// What the contract reads a list as: all its literals, or all its names. It fails to read a mixture, and sees
    /// nothing in a list that begins with anything else.
    fileprivate var listText: String? {
        guard case .list(let items) = self else { return nil }
        let texts = items.map { item -> TemplateValue? in
            switch item {
            case .name(let name): .text(name)
            case .constant(let value): value
            default: nil
            }
        }
        guard case .some(.some) = texts.first else { return "[]" }
        let isOfNames = if case .name = items[0] { true } else { false }
        let isMixed = items.contains { if case .name = $0 { !isOfNames } else { isOfNames } }
        let values = texts.compactMap { $0 }
        return isMixed || values.count < items.count ? nil : TemplateValue.list(values).literal
    }
}
