// Part of Martlet. Apache License 2.0; see LICENSE.

/// A typed input of a template, as its documentation shows it (templates specification, 14).
package struct TemplateParameter: Sendable, Hashable {
    /// What a request calls it.
    package let name: String
    /// The type as authors write it: `Int32`, `Array(String)`.
    package let type: String
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
