// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// The secrets of all workspaces in memory, as requests see them.
final class SecretVault: Sendable {
    let sealer: SecretSealer
    private let state: Mutex<State>

    private struct State {
        var secrets: [WorkspaceID: [String: Secret]]
        var views: [WorkspaceID: WorkspaceSecrets] = [:]
        var lastRevision = 0
    }

    init(sealer: SecretSealer, secrets: [WorkspaceID: [String: Secret]]) {
        self.sealer = sealer
        self.state = Mutex(State(secrets: secrets))
        for workspace in secrets.keys { self.renew(workspace) }
    }

    func view(of workspace: WorkspaceID) -> WorkspaceSecrets { self.state.withLock { $0.views[workspace] } ?? WorkspaceSecrets() }

    func secrets(of workspace: WorkspaceID) -> [Secret] {
        self.state.withLock { Array(($0.secrets[workspace] ?? [:]).values) }.sorted { $0.name < $1.name }
    }

    func secret(_ name: String, of workspace: WorkspaceID) -> Secret? { self.state.withLock { $0.secrets[workspace]?[name] } }

    /// Takes over what was written to the disk; nil for a secret that is gone.
    func set(_ secret: Secret?, named name: String, of workspace: WorkspaceID) {
        self.state.withLock { $0.secrets[workspace, default: [:]][name] = secret }
        self.renew(workspace)
    }

    private func renew(_ workspace: WorkspaceID) {
        self.state.withLock { state in
            let values = (state.secrets[workspace] ?? [:]).mapValues(\.value)
            // What nobody can tell apart need not be computed again.
            guard state.views[workspace]?.values != values else { return }
            state.lastRevision += 1
            state.views[workspace] = WorkspaceSecrets(values: values, revision: state.lastRevision)
        }
    }
}
