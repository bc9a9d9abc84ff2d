// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

extension GatewayServices {
    /// The datafile of a data source, with lines for the tokens that clients made for it by themselves.
    func datafile(of dataSource: DataSource, in workspace: WorkspaceID) -> String {
        let definition = dataSource.definition
        let grants = self.grants(on: definition.name, besides: definition.tokens, in: workspace) { kind in
            switch kind {
            case .readDataSource: .read
            case .appendDataSource: .append
            default: nil
            }
        }
        return TokenLines.add(grants, to: definition.text, kind: .dataSource)
    }

    /// The datafile of a pipe, with lines for the tokens that clients made for it by themselves.
    func datafile(of pipe: Pipe, in workspace: WorkspaceID) -> String {
        let definition = pipe.definition
        let grants = self.grants(on: definition.name, besides: definition.tokens, in: workspace) { $0 == .readPipe ? .read : nil }
        return TokenLines.add(grants, to: definition.text, kind: .pipe)
    }

    /// What tokens may do with a resource that its file does not tell. Tokens that were made for no resource in particular are nothing
    /// that a datafile would declare.
    private func grants(
        on resource: String, besides declared: [TokenGrant], in workspace: WorkspaceID,
        permission: (TokenScope.Kind) -> TokenGrant.Permission?
    ) -> [(name: String, permission: TokenGrant.Permission)] {
        self.catalog.tokens(of: workspace).map(\.token).filter { $0.origin != .custom && $0.origin != .system }.flatMap { token in
            token.scopes.compactMap { scope -> (name: String, permission: TokenGrant.Permission)? in
                guard scope.resource == resource, scope.filter == nil, let permission = permission(scope.kind),
                    !declared.contains(where: { $0.name == token.name && $0.permission == permission })
                else { return nil }
                return (token.name, permission)
            }
        }
    }
}
