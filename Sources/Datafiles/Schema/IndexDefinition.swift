// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// A data skipping index of a data source.
package struct IndexDefinition: Hashable, Sendable {
    package let name: String
    package let expression: String
    /// The type with its arguments: `bloom_filter(0.01)`.
    package let type: String
    /// In granules of the table; nil leaves it to the engine.
    package let granularity: Int?
    package let location: SourceLocation

    /// The index as `CREATE TABLE` and `ALTER TABLE … ADD` take it.
    package var declaration: String {
        let granularity = self.granularity.map { " GRANULARITY \($0)" } ?? ""
        return "INDEX \(self.name) \(self.expression) TYPE \(self.type)\(granularity)"
    }
}
