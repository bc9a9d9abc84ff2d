// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization
package import Workspaces

/// The gate of each workspace.
package final class IngestGates: Sendable {
    private let gates = Mutex<[WorkspaceID: IngestGate]>([:])

    package init() {}

    package func gate(of workspace: WorkspaceID) -> IngestGate {
        self.gates.withLock { gates in
            if let gate = gates[workspace] { return gate }
            let gate = IngestGate()
            gates[workspace] = gate
            return gate
        }
    }
}
