// Part of Martlet. Apache License 2.0; see LICENSE.

/// The values of a call in the order they were written.
struct CallArguments {
    var positional: [TemplateValue] = []
    var keywords: [(name: String, value: TemplateValue)] = []

    init() {}

    init(_ positional: [TemplateValue]) { self.positional = positional }
}

/// The values of a call by the names of a function's parameters, which fit them.
struct BoundArguments {
    private let names: [String]
    private let call: CallArguments

    init(_ call: CallArguments, to names: [String]) {
        self.names = names
        self.call = call
    }

    /// The value of a parameter, none if it was left out.
    subscript(name: String) -> TemplateValue { self.given(name) ?? .none }

    func has(_ name: String) -> Bool { self.given(name) != nil }

    /// What was given beyond the named parameters.
    var rest: CallArguments {
        var rest = CallArguments(Array(self.call.positional.dropFirst(self.names.count)))
        rest.keywords = self.call.keywords.filter { !self.names.contains($0.name) }
        return rest
    }

    // Parameters are few: looking through them is faster than hashing a name.
    private func given(_ name: String) -> TemplateValue? {
        if let position = self.names.firstIndex(of: name), position < self.call.positional.count { return self.call.positional[position] }
        return self.call.keywords.first { $0.name == name }?.value
    }
}
