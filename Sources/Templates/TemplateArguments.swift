// Part of Martlet. Apache License 2.0; see LICENSE.

/// The values a request sends for a template's parameters.
///
/// They live in a table of their own: a request can never replace a function or a name the template sets.
package struct TemplateArguments: Sendable, Hashable {
    private let values: [String: TemplateValue]

    package init(_ values: [String: TemplateValue]) {
        // `null` in a body equals a parameter that was not sent.
        self.values = values.filter { $0.value != .none }
    }

    /// The value sent for a parameter, nil when there is none.
    package subscript(name: String) -> TemplateValue? { self.values[name] }
}
