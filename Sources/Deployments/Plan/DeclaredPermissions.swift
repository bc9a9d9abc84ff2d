// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

extension Project {
    /// What `TOKEN` lines grant, by token name.
    var declaredPermissions: [String: Set<TokenChange.Permission>] {
        Self.permissions(of: self.dataSources, self.pipes)
    }

    fileprivate static func permissions(
        of dataSources: [DataSourceDefinition], _ pipes: [PipeDefinition]
    ) -> [String: Set<TokenChange.Permission>] {
        var permissions: [String: Set<TokenChange.Permission>] = [:]
        for (name, grants, type) in dataSources.map({ ($0.name, $0.tokens, "datasource") }) + pipes.map({ ($0.name, $0.tokens, "pipe") }) {
            for grant in grants {
                let permission = TokenChange.Permission(
                    resource: name, resourceType: type, permission: grant.permission == .append ? "APPEND" : "READ")
                permissions[grant.name, default: []].insert(permission)
            }
        }
        return permissions
    }
}

extension WorkspaceSnapshot {
    var declaredPermissions: [String: Set<TokenChange.Permission>] {
        Project.permissions(of: self.dataSources.values.map(\.definition), self.pipes.values.map(\.definition))
    }
}
