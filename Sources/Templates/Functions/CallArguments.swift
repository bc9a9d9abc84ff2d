// Part of Martlet. Apache License 2.0; see LICENSE.

/// The values of a call in the order they were written.
struct CallArguments {
    var positional: [TemplateValue] = []
    var keywords: [(name: String, value: TemplateValue)] = []

    init() {}

    init(_ positional: [TemplateValue]) { self.positional = positional }
}

/// The values of a call by the names of a function's parameters.
struct BoundArguments {
    private let values: [String: TemplateValue]
    /// What was given beyond the named parameters.
    let rest: CallArguments

    init(values: [String: TemplateValue], rest: CallArguments) {
        self.values = values
        self.rest = rest
    }

    /// The value of a parameter, none if it was left out.
    subscript(name: String) -> TemplateValue { self.values[name] ?? .none }

    func has(_ name: String) -> Bool { self.values[name] != nil }
}
