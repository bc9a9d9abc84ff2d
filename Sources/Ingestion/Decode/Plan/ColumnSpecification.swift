// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
package import Datafiles

/// What rows of a data source must know about one of its columns.
package struct ColumnSpecification: Hashable, Sendable {
    package let name: String
    package let type: DataType
    /// Where a JSON row has the value; nil for a column that JSON does not fill.
    package let jsonPath: JSONPath?
    /// The expression behind DEFAULT, as the datafile has it.
    package let defaultExpression: String?

    package init(name: String, type: DataType, jsonPath: JSONPath? = nil, defaultExpression: String? = nil) {
        self.name = name
        self.type = type
        self.jsonPath = jsonPath
        self.defaultExpression = defaultExpression
    }
}
