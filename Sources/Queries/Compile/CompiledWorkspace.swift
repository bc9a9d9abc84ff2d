// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates
package import Workspaces

/// One deployment, ready to serve: a request only binds, renders, guards and runs.
package struct CompiledWorkspace: Sendable {
    package let snapshot: WorkspaceSnapshot
    package let pipes: [String: CompiledPipe]

    /// Compiles every pipe. Fails where a template does not parse, which a deployment has checked before.
    package init(_ snapshot: WorkspaceSnapshot) throws(TemplateError) {
        var pipes: [String: CompiledPipe] = [:]
        for pipe in snapshot.pipes.values { pipes[pipe.name] = try CompiledPipe(pipe) }
        self.snapshot = snapshot
        self.pipes = pipes
    }
}
