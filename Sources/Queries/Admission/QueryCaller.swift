// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// Who asks: the token, and the workspace it belongs to.
package struct QueryCaller: Sendable, Hashable {
    package let workspace: WorkspaceID
    package let token: String

    package init(workspace: WorkspaceID, token: String) {
        self.workspace = workspace
        self.token = token
    }
}

extension AccessGrant {
    /// Whom the gate in front of the engine counts this caller's queries with.
    func caller(in workspace: WorkspaceID) -> QueryCaller { QueryCaller(workspace: workspace, token: self.token.id) }
}
