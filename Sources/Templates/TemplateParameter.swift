// Part of Martlet. Apache License 2.0; see LICENSE.

/// A typed input of a template, as its documentation shows it (templates specification, 14).
package struct TemplateParameter: Sendable, Hashable {
    package let name: String
    /// The type as authors write it: `Int32`, `Array(String)`.
    package let type: String
    package let defaultValue: TemplateValue?
    /// Whether a call without it cannot succeed, or the author says so.
    package let isRequired: Bool
    package let description: String?
    package let enumeration: [TemplateValue]?
    package let example: TemplateValue?
    package let format: String?
}
