// Part of Martlet. Apache License 2.0; see LICENSE.

/// An expression of the language.
///
/// Chains of one precedence are one node, so that `a + b + …` is as deep as `a + b`.
indirect enum Expression: Sendable {
    case constant(TemplateValue)
    case name(String)
    case call(Expression, [Argument])
    case attribute(Expression, String)
    case subscripted(Expression, Expression)
    case slice(Expression?, Expression?, Expression?)
    case unary(UnaryOperator, Expression)
    case arithmetic(Expression, [Operation])
    case comparison(Expression, [Comparison])
    case and([Expression])
    case or([Expression])
    case conditional(Expression, condition: Expression, otherwise: Expression)
    case list([Expression])
    case tuple([Expression])
    case set([Expression])
    case dictionary([Entry])
    case formatted([FormattedPart])
    case comprehension(Comprehension)

    /// An argument of a call; `name` is the keyword.
    struct Argument: Sendable {
        let name: String?
        let value: Expression
    }

    struct Operation: Sendable {
        let symbol: BinaryOperator
        let operand: Expression
    }

    struct Comparison: Sendable {
        let symbol: ComparisonOperator
        let operand: Expression
    }

    struct Entry: Sendable {
        let key: Expression
        let value: Expression
    }

    /// A piece of an f-string.
    enum FormattedPart: Sendable {
        case text(String)
        case field(Expression, usesLiteral: Bool, format: [FormattedPart])
    }

    /// `[element for target in iterable if condition]` and its like; a generator counts as a list.
    struct Comprehension: Sendable {
        enum Kind: Sendable { case list, set, dictionary(value: Expression) }

        let kind: Kind
        let element: Expression
        let clauses: [Clause]

        struct Clause: Sendable {
            let target: Target
            let iterable: Expression
            let conditions: [Expression]
        }
    }

    /// What an assignment or a loop can set.
    indirect enum Target: Sendable {
        case name(String)
        case unpacked([Target])
        case subscripted(Expression, Expression)
    }
}

/// Operators before one operand; the raw value is the name the contract's messages use.
enum UnaryOperator: String, Sendable {
    case not = "Not"
    case minus = "USub"
    case plus = "UAdd"
    case invert = "Invert"
}

/// Operators between two operands; the raw value is the name the contract's messages use.
enum BinaryOperator: String, Sendable {
    case add = "Add"
    case subtract = "Sub"
    case multiply = "Mult"
    case divide = "Div"
    case floorDivide = "FloorDiv"
    case remainder = "Mod"
    case power = "Pow"
    case shiftLeft = "LShift"
    case shiftRight = "RShift"
    case bitAnd = "BitAnd"
    case bitOr = "BitOr"
    case bitXor = "BitXor"
    case matrixMultiply = "MatMult"

    /// How authors write it.
    var symbol: String {
        switch self {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .floorDivide: "//"
        case .remainder: "%"
        case .power: "**"
        case .shiftLeft: "<<"
        case .shiftRight: ">>"
        case .bitAnd: "&"
        case .bitOr: "|"
        case .bitXor: "^"
        case .matrixMultiply: "@"
        }
    }
}

/// Comparisons; the raw value is how authors write it.
enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case `in` = "in"
    case notIn = "not in"
    case `is` = "is"
    case isNot = "is not"
}
