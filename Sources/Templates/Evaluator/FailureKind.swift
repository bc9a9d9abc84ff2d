// Part of Martlet. Apache License 2.0; see LICENSE.

/// The names by which `{% except … %}` tells failures apart.
enum FailureKind {
    /// Every name a template may write.
    static let names: Set<String> = [
        "BaseException", "Exception", "ArithmeticError", "AssertionError", "AttributeError", "ImportError", "IndexError", "KeyError",
        "LookupError", "NameError", "NotImplementedError", "OSError", "OverflowError", "RecursionError", "RuntimeError", "StopIteration",
        "SyntaxError", "TypeError", "UnboundLocalError", "UnicodeError", "ValueError", "ZeroDivisionError",
    ]
}

extension TemplateError.Reason {
    /// The names a handler may catch the failure by; empty for one that ends the rendering in any case.
    var failureNames: Set<String> {
        let specific: Set<String> =
            switch self {
            case .syntax, .forbidden, .limit: []
            case .missingParameter, .invalidValue, .nullExpression, .wrongValue, .author: ["Exception", "ValueError"]
            case .wrongType, .wrongUse, .notCallable, .placeholder: ["Exception", "TypeError"]
            case .unassignedName: ["Exception", "NameError", "UnboundLocalError"]
            case .missingAttribute: ["Exception", "AttributeError"]
            case .missingKey: ["Exception", "KeyError", "LookupError"]
            case .indexOutOfRange: ["Exception", "IndexError", "LookupError"]
            case .divisionByZero: ["Exception", "ArithmeticError", "ZeroDivisionError"]
            case .custom: ["Exception"]
            }
        return specific.isEmpty ? [] : specific.union(["BaseException"])
    }
}
