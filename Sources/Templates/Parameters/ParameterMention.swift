// Part of Martlet. Apache License 2.0; see LICENSE.

/// A place of a template where a name stands for a parameter.
struct ParameterMention: Sendable {
    let name: String
    /// The declared type; nil for a bare name.
    var type: String?
    /// The type by the last word in the expression, which decides whether a request's value becomes a list.
    var finalType: String?
    var arguments: [Expression.Argument] = []
    /// The expression after the name, for types that take a default there.
    var defaultValue: Expression?
    /// Whether the mention makes the parameter one that a request has to send, see `expectedNames`.
    var isExpected = false
    /// Whether the name is only handed to a function that does not take parameters by name: documentation lists it,
    /// but nothing else comes of it.
    var isHandedOn = false
    /// Whether the mention lies in a branch that may not run.
    var isConditional = false
    var line = 1

    /// A keyword argument of the declaration.
    func argument(_ name: String) -> TemplateValue? {
        self.arguments.first { $0.name == name }.flatMap { $0.value.constant }
    }
}

extension Expression {
    /// The value of an expression that is the same in every rendering: a literal, or a list of them.
    var constant: TemplateValue? {
        switch self {
        case .constant(let value):
            return value
        case .unary(.minus, .constant(.integer(let number))):
            return .integer(-number)
        case .unary(.minus, .constant(.float(let number))):
            return .float(-number)
        case .list(let items), .tuple(let items):
            let values = items.compactMap(\.constant)
            return values.count == items.count ? .list(values) : nil
        default:
            return nil
        }
    }
}
