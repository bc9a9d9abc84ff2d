// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

extension JSONSchema {
    /// What a request may send for a parameter, with all that its author says of it.
    package init(_ parameter: TemplateParameter) {
        let kind = ParameterKind(parameter.type)
        self = kind.schema
        self.typeName = parameter.type
        self.defaultValue = parameter.defaultValue.flatMap { kind.value($0) }
        if let format = parameter.format, TextFormat.isTrue(format, of: self.defaultValue) { self.format = format }
        if let example = parameter.example.flatMap({ kind.value($0) }) ?? (self.defaultValue == nil ? kind.example : nil) {
            self.examples = [example]
        }
        self.choose(from: parameter.enumeration ?? [], of: kind)
    }

    /// The author's choices; those of a list are what its items may be. They restrict nothing, so the default is one of them too.
    private mutating func choose(from values: [TemplateValue], of kind: ParameterKind) {
        if case .list(let itemKind) = kind, case .array(var item) = self.shape {
            var defaults: [JSONValue] = []
            if case .array(let items)? = self.defaultValue { defaults = items }
            item.choices = Self.distinct(values.compactMap { itemKind.value($0) }, and: defaults)
            self.shape = .array(of: item)
        } else {
            self.choices = Self.distinct(values.compactMap { kind.value($0) }, and: self.defaultValue.map { [$0] } ?? [])
        }
    }

    /// Nothing if there are no choices.
    private static func distinct(_ choices: [JSONValue], and others: [JSONValue]) -> [JSONValue] {
        guard !choices.isEmpty else { return [] }
        var seen: Set<JSONValue> = []
        return (choices + others).filter { seen.insert($0).inserted }
    }
}
