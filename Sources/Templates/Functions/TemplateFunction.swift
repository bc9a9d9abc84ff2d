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
        for (index, keyword) in call.keywords.enumerated() {
            guard let position = self.parameters.firstIndex(of: keyword.name) else {
                guard self.isOpen else { throw TemplateError(.wrongUse, "\(self.name)() has no argument \"\(keyword.name)\"") }
                continue
            }
            let isRepeated = position < call.positional.count || call.keywords[..<index].contains { $0.name == keyword.name }
            guard !isRepeated else { throw TemplateError(.wrongUse, "\(self.name)() got argument \"\(keyword.name)\" twice") }
        }
        let arguments = BoundArguments(call, to: self.parameters)
        guard call.positional.count >= self.requiredCount || self.parameters.prefix(self.requiredCount).allSatisfy(arguments.has) else {
            throw TemplateError(
                .invalidValue, "one of the transform type functions is missing an argument",
                documentation: TemplateError.documentationPage + "#transform-types-functions")
        }
        return arguments
    }
}

/// A function of the language.
struct TemplateFunction: Sendable {
    /// The argument that stands for a function: elsewhere a name is a parameter and nothing else.
    enum FunctionPlace: Sendable, Hashable {
        case position(Int)
        case keyword(String)
    }

    typealias Body = @Sendable (BoundArguments, inout RenderState) throws(TemplateError) -> TemplateValue

    let signature: Signature
    let functionPlace: FunctionPlace?
    private let body: Body

    init(
        _ name: String, _ parameters: String..., required: Int = 0, isOpen: Bool = false, takesFunctionAt place: FunctionPlace? = nil,
        body: @escaping Body
    ) {
        self.signature = Signature(name: name, parameters: parameters, requiredCount: required, isOpen: isOpen)
        self.functionPlace = place
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
