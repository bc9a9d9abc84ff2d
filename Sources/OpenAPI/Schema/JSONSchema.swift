// Part of Martlet. Apache License 2.0; see LICENSE.

/// A JSON Schema (draft 2020-12, the one of OpenAPI 3.1), as far as parameters and rows need it.
package struct JSONSchema: Sendable, Hashable {
    package indirect enum Shape: Sendable, Hashable {
        case anything
        case boolean
        case integer(minimum: Int64? = nil, maximum: UInt64? = nil)
        case number
        /// With a regular expression that the text matches.
        case string(pattern: String? = nil)
        case array(of: JSONSchema)
        /// An array with a schema for each place.
        case tuple([JSONSchema])
        case object([Property])
        /// An object whose members' names are data.
        case map(to: JSONSchema)
        case anyOf([JSONSchema])
        /// A schema among the components of the document.
        case reference(String)
    }

    package struct Property: Sendable, Hashable {
        package let name: String
        package let schema: JSONSchema
        package let isRequired: Bool

        package init(_ name: String, _ schema: JSONSchema, isRequired: Bool = true) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }

    package var shape: Shape
    package var isNullable = false
    package var format: String?
    package var description: String?
    package var defaultValue: JSONValue?
    package var choices: [JSONValue] = []
    package var examples: [JSONValue] = []
    /// The type's name in the database or the template, for readers who know it.
    package var typeName: String?

    package init(_ shape: Shape, format: String? = nil, description: String? = nil) {
        self.shape = shape
        self.format = format
        self.description = description
    }
}
