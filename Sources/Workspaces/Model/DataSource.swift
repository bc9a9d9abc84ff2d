// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles

/// A deployed data source: what its datafile says, and the table that holds its rows.
package struct DataSource: Sendable {
    package let id: ResourceID
    package let definition: DataSourceDefinition
    /// The engine's name of the table. It is unique for all time, so that a successor can be filled beside it.
    package let table: String
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    package init(id: ResourceID, definition: DataSourceDefinition, table: String, createdAt: Timestamp, updatedAt: Timestamp) {
        self.id = id
        self.definition = definition
        self.table = table
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var name: String { self.definition.name }
    /// The table of rows that failed validation; it exists from the first such row on.
    package var quarantineTable: String { "\(self.table)_quarantine" }
    /// The name under which SQL reads ``quarantineTable``.
    package var quarantineName: String { "\(self.name)_quarantine" }
}
