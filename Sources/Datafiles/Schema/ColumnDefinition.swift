// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
package import MartletCore

/// A column of a data source as its SCHEMA declares it.
package struct ColumnDefinition: Hashable, Sendable {
    package let name: String
    package let type: DataType
    /// Where in an event its value stands; nil if JSON cannot fill it.
    package let jsonPath: JSONPath?
    /// The engine's expression for rows that bring no value.
    package let defaultExpression: String?
    /// What stands between the parentheses of `CODEC(…)`.
    package let codec: String?
    package let location: SourceLocation

    package init(
        name: String, type: DataType, jsonPath: JSONPath? = nil, defaultExpression: String? = nil, codec: String? = nil,
        location: SourceLocation
    ) {
        self.name = name
        self.type = type
        self.jsonPath = jsonPath
        // NULL is what a nullable column takes anyway.
        let isRedundant = type.isNullable && defaultExpression?.uppercased() == "NULL"
        self.defaultExpression = isRedundant ? nil : defaultExpression
        self.codec = codec
        self.location = location
    }

    /// The one spelling all equal declarations share: `` `ts` DateTime `json:$.ts` DEFAULT now() CODEC(Delta) ``.
    package var normalForm: String {
        self.parts(name: "`\(self.name)`", path: self.jsonPath.map { "`json:\($0)`" })
    }

    /// The column as `CREATE TABLE` takes it.
    package var declaration: String {
        self.parts(name: "`\(self.name.replacing("\\", with: "\\\\"))`", path: nil)
    }

    private func parts(name: String, path: String?) -> String {
        [name, self.type.description, path, self.defaultExpression.map { "DEFAULT \($0)" }, self.codec.map { "CODEC(\($0))" }]
            .compactMap { $0 }.joined(separator: " ")
    }
}
