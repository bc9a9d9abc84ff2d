// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles

/// A deployed pipe: what its datafile says, and the engine's view if it materializes.
package struct Pipe: Sendable {
    package let id: ResourceID
    package let definition: PipeDefinition
    /// The engine's name of the materialized view that feeds the target data source.
    package let view: String?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    package init(id: ResourceID, definition: PipeDefinition, view: String?, createdAt: Timestamp, updatedAt: Timestamp) {
        self.id = id
        self.definition = definition
        self.view = view
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var name: String { self.definition.name }

    /// The node of this name or id.
    package func node(_ nameOrID: String) -> NodeDefinition? {
        let nodes = self.definition.nodes
        return nodes.first { $0.name == nameOrID }
            ?? nodes.indices.first { self.nodeID(at: $0).text == nameOrID }.map { nodes[$0] }
    }

    /// The identity of a node. Nodes are not stored on their own, so it follows from the pipe's and the node's place.
    package func nodeID(at index: Int) -> ResourceID {
        let digits = String(index + 1, radix: 16)
        return ResourceID(self.id.text.dropLast(digits.count) + digits)
    }
}
