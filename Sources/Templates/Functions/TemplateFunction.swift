// Part of Martlet. Apache License 2.0; see LICENSE.

/// How a function or method of the language is called.
struct Signature: Sendable {
    let name: String
    let parameters: [String]
    let requiredCount: Int
    /// Whether it takes more arguments than it names, as `min(a, b, c)` and `sql_and(x=1, y=2)` do.
    let isOpen: Bool

    func bind(_ call: CallArguments) throws(TemplateError) -> BoundArguments {
        guard self.isOpen || call.positional.count <= self.parameters.count else {
            throw TemplateError(
                .wrongUse, "\(self.name)() takes at most \(self.parameters.count) arguments, found \(call.positional.count)")
        }
        var values: [String: TemplateValue] = [:]
        for (parameter, value) in zip(self.parameters, call.positional) { values[parameter] = value }
        var rest = CallArguments(Array(call.positional.dropFirst(self.parameters.count)))
        for keyword in call.keywords {
            if self.parameters.contains(keyword.name) {
                guard values.updateValue(keyword.value, forKey: keyword.name) == nil else {
                    throw TemplateError(.wrongUse, "\(self.name)() got argument \"\(keyword.name)\" twice")
                }
            } else {
                guard self.isOpen else { throw TemplateError(.wrongUse, "\(self.name)() has no argument \"\(keyword.name)\"") }
                rest.keywords.append(keyword)
            }
        }
        for parameter in self.parameters.prefix(self.requiredCount) where values[parameter] == nil {
            throw TemplateError(
                .invalidValue, "one of the transform type functions is missing an argument",
                documentation: TemplateError.documentationPage + "#transform-types-functions")
        }
        return BoundArguments(values: values, rest: rest)
    }
}

/// A function of the language.
struct TemplateFunction: Sendable {
    typealias Body = @Sendable (BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue

    let signature: Signature
    private let body: Body

    init(_ name: String, _ parameters: String..., required: Int = 0, isOpen: Bool = false, body: @escaping Body) {
        self.signature = Signature(name: name, parameters: parameters, requiredCount: required, isOpen: isOpen)
        self.body = body
    }

    func call(_ arguments: CallArguments, state: inout RenderState) throws(TemplateError) -> TemplateValue {
        try self.body(try self.signature.bind(arguments), &state)
    }
}

/// A method of a kind of values, which may change the value it is called on.
struct TemplateMethod: Sendable {
    typealias Body = @Sendable (inout TemplateValue, BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue

    let signature: Signature
    private let body: Body

    init(_ name: String, _ parameters: String..., required: Int = 0, isOpen: Bool = false, body: @escaping Body) {
        self.init(name, parameters: parameters, required: required, isOpen: isOpen, body: body)
    }

    init(_ name: String, parameters: [String], required: Int = 0, isOpen: Bool = false, body: @escaping Body) {
        self.signature = Signature(name: name, parameters: parameters, requiredCount: required, isOpen: isOpen)
        self.body = body
    }

    func call(on value: inout TemplateValue, _ arguments: CallArguments, state: inout RenderState) throws(TemplateError) -> TemplateValue {
        try self.body(&value, try self.signature.bind(arguments), &state)
    }
}
