// Part of Martlet. Apache License 2.0; see LICENSE.

/// What the catalog keeps in memory, so that no request waits for the disk.
struct CatalogState {
    var snapshots: [WorkspaceID: WorkspaceSnapshot] = [:]
    var workspaceIDsByName: [String: WorkspaceID] = [:]
    /// Tokens by their secret text.
    var tokensByText: [String: Token] = [:]
    /// The deployments of each workspace, oldest first.
    var deployments: [WorkspaceID: [Deployment]] = [:]
    /// What will be served when the deployment that is not live yet is.
    var candidates: [WorkspaceID: WorkspaceSnapshot] = [:]
    /// The texts of the tokens that every workspace is born with, the workspace's own first: they sign JSON web tokens.
    var signers: [WorkspaceID: [String]] = [:]
}

extension CatalogState {
    init(snapshots: [WorkspaceSnapshot], tokens: [Token], signer: TokenSigner) {
        self.snapshots = Dictionary(uniqueKeysWithValues: snapshots.map { ($0.workspace.id, $0) })
        self.workspaceIDsByName = Dictionary(uniqueKeysWithValues: snapshots.map { ($0.workspace.name, $0.workspace.id) })
        self.tokensByText = Dictionary(uniqueKeysWithValues: tokens.map { (signer.text(of: $0), $0) })
        let signing = self.tokensByText.filter { $0.value.origin == .system && $0.value.scopes.contains(where: \.isAdmin) }
        for (text, token) in signing.sorted(by: { $0.value.name > $1.value.name }) {
            if let workspace = token.workspaceID { self.signers[workspace, default: []].append(text) }
        }
    }
}

extension CatalogState {
    /// What a deployment serves, which never changes; nil if that is not known.
    func snapshot(of deployment: Int, in workspace: Workspace) -> WorkspaceSnapshot? {
        [self.snapshots[workspace.id], self.candidates[workspace.id]].lazy.compactMap { $0 }
            .first { $0.deployment == deployment && $0.workspace == workspace }
    }
}
