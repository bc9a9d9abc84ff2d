// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// A workspace as lists show it (http-api contract, 15.1).
struct WorkspaceObject {
    let workspace: Workspace
    let owner: ServerOwner
    /// The owner's own token of it; empty for callers who may not have it.
    let token: String

    func object(withMembers: Bool = true) -> JSONObject {
        var members: [(String, JSONObject)] = [
            ("id", .text(self.workspace.id.text)), ("name", .text(self.workspace.name)), ("role", .text("admin")),
            ("plan", .text("Custom")), ("token", .text(self.token)), ("is_branch", .boolean(self.workspace.life.main != nil)),
            ("main", .text(optional: self.workspace.life.main?.text)),
            ("created_at", .text(self.workspace.createdAt.text)), ("organization", self.owner.organization),
            ("release", .null), ("releases", .list([])),
        ]
        if withMembers { members += [("owner", .text(ServerOwner.id)), ("members", .list([self.owner.member]))] }
        return .object(members)
    }

    /// The Python SDK makes a record of it that has room for these and no more.
    var sdkRecord: JSONObject {
        .object([("id", .text(self.workspace.id.text)), ("name", .text(self.workspace.name)), ("token", .text(self.token))])
    }
}
