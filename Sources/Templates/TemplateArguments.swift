// Part of Martlet. Apache License 2.0; see LICENSE.

/// The values a request sends for a template's parameters.
///
/// They live in a table of their own: a request can never replace a function or a name the template sets.
package struct TemplateArguments: Sendable, Hashable {
    private let values: [String: TemplateValue]

    /// Keeps what was really sent.
    package init(_ values: [String: TemplateValue]) {
        // `null` in a body equals a parameter that was not sent.
        self.values = values.filter { $0.value != .none }
    }

    /// The value sent for a parameter, nil when there is none.
    package subscript(name: String) -> TemplateValue? { self.values[name] }

    /// The same, but for parameters that are fixed; one that is fixed to `none` is not sent.
    package func overridden(by fixed: [String: TemplateValue]) -> TemplateArguments {
        fixed.isEmpty ? self : TemplateArguments(self.values.merging(fixed) { $1 })
    }

    /// What was sent under names that a template does not set itself.
    func values(without names: Set<String>) -> [String: TemplateValue] {
        var values = self.values
        for name in names where values[name] != nil { values[name] = nil }
        return values
    }

    /// Whether collections lie in each other no deeper than `levels`.
    func nest(within levels: Int) -> Bool { self.values.values.allSatisfy { $0.nests(within: levels) } }
}

extension TemplateArguments {
    /// What was sent, as a JSON object; nil when nothing was.
    package var json: String? { self.values.isEmpty ? nil : TemplateValue(self.values).json }

    /// The members that are texts.
    package var texts: [String: String] { self.values.compactMapValues(\.textContent) }

    /// Reads ``json`` back.
    package init(json text: String?) throws(TemplateError) {
        var values: [String: TemplateValue] = [:]
        if let text, case .dictionary(let object) = try TemplateValue(json: text) {
            for case (.text(let name), let value) in object.members.map({ ($0.key, $0.value) }) { values[name] = value }
        }
        self.init(values)
    }
}

extension TemplateValue {
    fileprivate func nests(within levels: Int) -> Bool {
        switch self {
        case .list(let items): levels > 0 && items.allSatisfy { $0.nests(within: levels - 1) }
        case .dictionary(let members): levels > 0 && members.members.allSatisfy { $0.value.nests(within: levels - 1) }
        default: true
        }
    }
}
