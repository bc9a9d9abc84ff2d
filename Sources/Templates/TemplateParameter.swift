// Part of Martlet. Apache License 2.0; see LICENSE.

/// A typed input of a template, as its documentation shows it (templates specification, 14).
package struct TemplateParameter: Sendable, Hashable {
    /// What a request calls it.
    package let name: String
    /// The type as authors write it: `Int32`, `Array(String)`.
    package let type: String
    /// Whether a declaration gives the type; a bare name counts as text.
    package let isTyped: Bool
    /// What stands in for it, if the author wrote a value that is the same in every rendering.
    package let defaultValue: TemplateValue?
    /// Whether a call without it cannot succeed, or the author says so.
    package let isRequired: Bool
    /// The author's `description=`.
    package let description: String?
    /// The author's `enum=`; documents, and restricts nothing.
    package let enumeration: [TemplateValue]?
    /// The author's `example=`.
    package let example: TemplateValue?
    /// The author's `format=`.
    package let format: String?
}

extension TemplateParameter {
    /// The parameters of several templates that a request answers together, such as the nodes of a pipe: one entry a
    /// name, in the order of the first.
    ///
    /// The first declared type counts, and the first of everything else that is given.
    package static func merged(_ lists: [[TemplateParameter]]) -> [TemplateParameter] {
        var merged: [TemplateParameter] = []
        var positions: [String: Int] = [:]
        for parameter in lists.joined() {
            if let position = positions[parameter.name] {
                merged[position] = merged[position].completed(by: parameter)
            } else {
                positions[parameter.name] = merged.count
                merged.append(parameter)
            }
        }
        return merged
    }

    private func completed(by other: TemplateParameter) -> TemplateParameter {
        TemplateParameter(
            name: self.name, type: self.isTyped || !other.isTyped ? self.type : other.type, isTyped: self.isTyped || other.isTyped,
            defaultValue: self.defaultValue ?? other.defaultValue, isRequired: self.isRequired || other.isRequired,
            description: self.description ?? other.description, enumeration: self.enumeration ?? other.enumeration,
            example: self.example ?? other.example, format: self.format ?? other.format)
    }
}
