// Part of Martlet. Apache License 2.0; see LICENSE.

extension Expression {
    /// A part of an expression, and the part it plays.
    struct Child {
        enum Role {
            case callee, argument, keyword, other
            /// The argument by which a function of the language takes a parameter.
            case naming
        }

        let expression: Expression
        var role = Role.other
        /// How many levels below its parent the part counts when parameters are listed: the contract lists
        /// them level by level of a tree in which every operator has two operands.
        var level = 1
    }

    /// The parts in the order of the text.
    var children: [Child] {
        switch self {
        case .constant, .name: []
        case .call(let callee, let arguments):
            [Child(expression: callee, role: .callee)]
                + arguments.filter { $0.name == nil }.enumerated().map { position, argument in
                    Child(expression: argument.value, role: position == 0 && callee.namesParameter ? .naming : .argument)
                }
                + arguments.filter { $0.name != nil }.map { Child(expression: $0.value, role: .keyword, level: 2) }
        case .attribute(let value, _), .unary(_, let value): [Child(expression: value)]
        case .subscripted(let value, let index): Self.plain([value, index])
        case .slice(let lower, let upper, let step): Self.plain([lower, upper, step].compactMap { $0 })
        case .arithmetic(let first, let operations):
            [Child(expression: first, level: operations.count)]
                + operations.enumerated().map { Child(expression: $1.operand, level: operations.count - $0) }
        case .comparison(let first, let comparisons): Self.plain([first] + comparisons.map(\.operand))
        case .and(let operands), .or(let operands), .list(let operands), .tuple(let operands), .set(let operands): Self.plain(operands)
        case .conditional(let value, let condition, let otherwise): Self.plain([condition, value, otherwise])
        case .dictionary(let entries): Self.plain(entries.map(\.key) + entries.map(\.value))
        case .formatted(let parts): Self.plain(Self.fields(of: parts))
        case .comprehension(let comprehension): Self.plain(comprehension.parts)
        }
    }

    /// How many levels of expressions lie in each other.
    var height: Int { 1 + (self.children.map(\.expression.height).max() ?? 0) }

    private static func plain(_ expressions: [Expression]) -> [Child] { expressions.map { Child(expression: $0) } }

    private static func fields(of parts: [FormattedPart]) -> [Expression] {
        parts.flatMap { part -> [Expression] in
            guard case .field(let value, _, let format) = part else { return [] }
            return [value] + self.fields(of: format)
        }
    }
}

extension Expression {
    /// Whether a call of this takes a parameter as its first argument.
    fileprivate var namesParameter: Bool {
        if case .name(let function) = self { MentionReader.namingFunctions.contains(function) } else { false }
    }
}

extension Expression.Comprehension {
    fileprivate var parts: [Expression] {
        var parts = [self.element]
        if case .dictionary(let value) = self.kind { parts.append(value) }
        for clause in self.clauses { parts += clause.target.parts + [clause.iterable] + clause.conditions }
        return parts
    }

    /// The names that exist only inside.
    var localNames: Set<String> { Set(self.clauses.flatMap(\.target.names)) }
}

extension Expression.Target {
    /// The names it sets.
    var names: [String] {
        switch self {
        case .name(let name): [name]
        case .unpacked(let targets): targets.flatMap(\.names)
        case .subscripted: []
        }
    }

    /// The expressions it reads, and as names those it sets.
    var parts: [Expression] {
        switch self {
        case .name(let name): [.name(name)]
        case .unpacked(let targets): targets.flatMap(\.parts)
        case .subscripted(let value, let index): [value, index]
        }
    }
}
