// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// A static token as the API shows it (http-api contract, 14).
struct TokenObject: Sendable {
    let token: Token
    let text: String
    /// What the workspace serves: where a token comes from is one of its resources.
    let snapshot: WorkspaceSnapshot

    var object: JSONObject {
        .object([
            ("id", .text(self.token.id)),
            ("name", .text(self.token.name)),
            ("description", .text(self.token.description)),
            ("token", .text(self.text)),
            ("host", .null),
            ("is_internal", .boolean(self.token.scopes.contains { $0.kind == .adminUser })),
            ("origin", self.origin),
            ("scopes", .list(self.token.scopes.map(Self.scope))),
        ])
    }

    private var origin: JSONObject {
        var members: [(String, JSONObject)] = [("type", .text(self.token.origin.rawValue))]
        if let resource = self.token.resource {
            let dataSource = self.snapshot.dataSource(resource)
            let pipe = self.snapshot.pipe(resource)
            members.append(("resource_id", .text(dataSource?.id.text ?? pipe?.id.text ?? resource)))
            members.append(("resource_name", .text(dataSource?.name ?? pipe?.name ?? resource)))
        }
        return .object(members)
    }

    private static func scope(_ scope: TokenScope) -> JSONObject {
        var members: [(String, JSONObject)] = [("type", .text(scope.kind.rawValue))]
        if let resource = scope.resource { members.append(("resource", .text(resource))) }
        members.append(("filter", .text(scope.filter ?? "")))
        return .object(members)
    }
}
