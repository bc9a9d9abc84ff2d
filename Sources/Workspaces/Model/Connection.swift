// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles

/// A deployed connection: how to reach another system, as its datafile says it.
package struct Connection: Sendable {
    package let id: ResourceID
    package let definition: ConnectionDefinition
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    package init(id: ResourceID, definition: ConnectionDefinition, createdAt: Timestamp, updatedAt: Timestamp) {
        self.id = id
        self.definition = definition
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var name: String { self.definition.name }
}
