// Part of Martlet. Apache License 2.0; see LICENSE.

/// What an expression may contain, checked before anything runs (templates specification, 4 and 5).
///
/// `{{ }}` follows an allow-list; tags follow a deny-list that is redundant here, since the evaluator knows no
/// attribute and no function beyond its tables, but tells authors early and in the contract's words.
enum ExpressionCheck {
    static func check(_ expression: Expression, in place: ExpressionParser.Place) throws(TemplateError) {
        let limit = 2 * TemplateLimits.standard.nesting
        guard expression.height <= limit else { throw .exceeded("\(limit) nested expressions") }
        try self.checkSecretNames(expression)
        switch place {
        case .output: try self.checkOutput(expression)
        case .block: try self.checkBlock(expression)
        }
    }

    /// Names that begin and end with two underscores are the host language's.
    static func checkName(_ name: String) throws(TemplateError) {
        if name.utf8.count > 4, name.hasPrefix("__"), name.hasSuffix("__") { throw TemplateError(.forbidden, "Invalid name: \(name)") }
    }

    // MARK: The allow-list of `{{ }}`

    private static let methods: Set<String> = ["split", "get", "join", "replace"]

    private static func checkOutput(_ expression: Expression) throws(TemplateError) {
        switch expression {
        case .constant, .formatted, .list, .tuple, .set, .dictionary, .conditional:
            break
        case .name(let name):
            try self.checkName(name)
        case .call(let callee, let arguments):
            return try self.checkCall(callee, arguments)
        case .unary(let symbol, _):
            guard symbol == .minus || symbol == .not else { throw TemplateError(.forbidden, "Invalid UnaryOp: \(symbol.rawValue)()") }
        case .arithmetic(_, let operations):
            for operation in operations where ![.add, .subtract, .multiply].contains(operation.symbol) {
                throw TemplateError(.forbidden, "Invalid BinOp: \(operation.symbol.rawValue)()")
            }
        case .subscripted(_, let index):
            switch index {
            case .constant, .slice, .subscripted: break
            default: throw TemplateError(.forbidden, "Invalid Slice expression: \(index.contractName)(...)")
            }
        case .slice:
            break
        case .attribute, .comparison, .and, .or, .comprehension:
            throw TemplateError(.forbidden, "Invalid expression type: \(expression.contractName)(...)")
        }
        for child in expression.children { try self.checkOutput(child.expression) }
    }

    private static func checkCall(_ callee: Expression, _ arguments: [Expression.Argument]) throws(TemplateError) {
        switch callee {
        case .name(let name):
            guard FunctionTable.outputNames.contains(name) else { throw TemplateError(.forbidden, "Invalid function name: \(name)") }
        case .attribute(let receiver, let method):
            guard self.methods.contains(method) else { throw TemplateError(.forbidden, "Invalid method name: \(method)") }
            try self.checkOutput(receiver)
        case .call:
            try self.checkOutput(callee)
        default:
            throw TemplateError(.forbidden, "Invalid function: \(callee.contractName)(...)")
        }
        for argument in arguments {
            // `required=x > 1` and its like do no harm, and authors write them.
            if argument.name != nil, case .comparison = argument.value {
                for operand in argument.value.children { try self.checkOutput(operand.expression) }
            } else {
                try self.checkOutput(argument.value)
            }
        }
    }

    // MARK: The deny-list of tags

    private static let forbiddenFunctions: Set<String> = [
        "eval", "exec", "compile", "getattr", "setattr", "delattr", "globals", "locals", "vars", "dir", "breakpoint", "help", "memoryview",
        "type", "object", "super", "classmethod", "staticmethod", "property", "exit", "quit",
    ]

    private static let forbiddenAttributes: Set<String> = [
        "format", "format_map", "mro", "gi_frame", "gi_code", "gi_yieldfrom", "cr_frame", "cr_code", "cr_await", "cr_origin", "ag_frame",
        "ag_code", "ag_await", "f_globals", "f_locals", "f_builtins", "f_back", "f_code", "tb_frame", "tb_next",
    ]

    private static func checkBlock(_ expression: Expression) throws(TemplateError) {
        switch expression {
        case .name(let name):
            try self.checkName(name)
        case .attribute(_, let name) where name.hasPrefix("_") || self.forbiddenAttributes.contains(name):
            throw TemplateError(.forbidden, "Invalid attribute: \(name)")
        case .call(.name(let name), _) where self.forbiddenFunctions.contains(name):
            throw TemplateError(.forbidden, "Invalid function name: \(name)")
        default:
            break
        }
        for child in expression.children { try self.checkBlock(child.expression) }
    }

    // MARK: Secrets

    /// The author names secrets, never a request: a name that is computed could be chosen by the caller.
    private static func checkSecretNames(_ expression: Expression) throws(TemplateError) {
        if case .call(.name(let function), let arguments) = expression, FunctionTable.secretNames.contains(function),
            let name = arguments.first(where: { $0.name == nil || $0.name == "name" })
        {
            guard case .constant(.text(let text)) = name.value, !text.isEmpty, text.unicodeScalars.allSatisfy(\.isWordPart) else {
                throw TemplateError(
                    .forbidden,
                    "\(function)() takes the name of a secret as a literal text of letters, digits and _, e.g. \(function)('my_secret')")
            }
        }
        for child in expression.children { try self.checkSecretNames(child.expression) }
    }
}

extension Unicode.Scalar {
    /// An ASCII letter, digit or underscore.
    var isWordPart: Bool { self == "_" || (self.isASCII && (self.properties.isAlphabetic || self.isDigit)) }
}

extension Expression {
    /// The form's name in the contract's messages.
    fileprivate var contractName: String {
        switch self {
        case .constant: "Constant"
        case .name: "Name"
        case .call: "Call"
        case .attribute: "Attribute"
        case .subscripted: "Subscript"
        case .slice: "Slice"
        case .unary: "UnaryOp"
        case .arithmetic: "BinOp"
        case .comparison: "Compare"
        case .and, .or: "BoolOp"
        case .conditional: "IfExp"
        case .list: "List"
        case .tuple: "Tuple"
        case .set: "Set"
        case .dictionary: "Dict"
        case .formatted: "JoinedStr"
        case .comprehension: "ListComp"
        }
    }
}
