// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
package import MartletCore

/// A column of a data source as its SCHEMA declares it.
package struct ColumnDefinition: Hashable, Sendable {
    /// How the type of a column is known.
    package enum TypeOrigin: String, Hashable, Sendable {
        case declared
        /// Only a DEFAULT is written, and its type can be told from the text.
        case inferred
        /// Only a DEFAULT is written, and only the engine knows its type; until it is asked, `Dynamic` takes any value.
        case open
    }

    package let name: String
    package let type: DataType
    package let typeOrigin: TypeOrigin
    /// Where in an event its value stands; nil if JSON cannot fill it.
    package let jsonPath: JSONPath?
    /// The engine's expression for rows that bring no value.
    package let defaultExpression: String?
    /// Whether the default is the value of every row, as Classic's MATERIALIZED has it; no event brings one then.
    package let isMaterialized: Bool
    /// What stands between the parentheses of `CODEC(…)`.
    package let codec: String?
    package let location: SourceLocation

    package init(
        name: String, type: DataType, typeOrigin: TypeOrigin = .declared, jsonPath: JSONPath? = nil,
        defaultExpression: String? = nil, isMaterialized: Bool = false, codec: String? = nil, location: SourceLocation
    ) {
        self.name = name
        self.type = type
        self.typeOrigin = typeOrigin
        self.jsonPath = isMaterialized ? nil : jsonPath
        self.isMaterialized = isMaterialized
        // NULL is what a nullable column takes anyway.
        let isRedundant = type.isNullable && defaultExpression?.uppercased() == "NULL"
        self.defaultExpression = isRedundant ? nil : defaultExpression
        self.codec = codec
        self.location = location
    }

    /// The same column of the type the engine gives its default.
    package func typed(_ type: DataType) -> ColumnDefinition {
        ColumnDefinition(
            name: self.name, type: type, typeOrigin: .inferred, jsonPath: self.jsonPath, defaultExpression: self.defaultExpression,
            isMaterialized: self.isMaterialized, codec: self.codec, location: self.location)
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
