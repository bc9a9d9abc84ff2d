// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates
package import Workspaces

/// One deployment, ready to serve: a request only binds, renders, guards and runs.
package struct CompiledWorkspace: Sendable {
    package let snapshot: WorkspaceSnapshot
    package let pipes: [String: CompiledPipe]
    /// What templates may bind, as it is now: it changes between deployments.
    package var secrets = WorkspaceSecrets()
    private let parameters: [String: [TemplateParameter]]
    private let parameterNames: [String: Set<String>]

    /// Compiles every pipe that is not as in `known`, another deployment. Fails where a template does not parse, which a deployment has
    /// checked before.
    package init(_ snapshot: WorkspaceSnapshot, knowing known: CompiledWorkspace? = nil) throws(TemplateError) {
        var pipes: [String: CompiledPipe] = [:]
        for pipe in snapshot.pipes.values { pipes[pipe.name] = try CompiledPipe(pipe, knowing: known?.pipes[pipe.name]) }
        self.snapshot = snapshot
        self.pipes = pipes
        self.parameters = pipes.mapValues { pipe in
            TemplateParameter.merged(Self.pipes(under: pipe, among: pipes, in: snapshot).map(\.parameters))
        }
        self.parameterNames = self.parameters.mapValues { Set($0.map(\.name)) }
    }

    /// What a request can send to a pipe: its own parameters and, after them, those of the pipes it reads, directly or through others.
    package func parameters(of pipe: String) -> [TemplateParameter] { self.parameters[pipe] ?? [] }

    package func parameterNames(of pipe: String) -> Set<String> { self.parameterNames[pipe] ?? [] }

    /// A pipe by its name or id.
    package func pipe(_ nameOrID: String) throws(QueryError) -> CompiledPipe {
        guard let name = self.snapshot.pipe(nameOrID)?.name, let pipe = self.pipes[name] else { throw .unknownPipe(nameOrID) }
        return pipe
    }

    /// A pipe and, after it, those it reads, directly or through others.
    package func pipes(under pipe: CompiledPipe) -> [CompiledPipe] { Self.pipes(under: pipe, among: self.pipes, in: self.snapshot) }

    private static func pipes(under pipe: CompiledPipe, among pipes: [String: CompiledPipe], in snapshot: WorkspaceSnapshot)
        -> [CompiledPipe]
    {
        var found = [pipe]
        var seen: Set<String> = [pipe.pipe.name]
        var open = [pipe]
        while let next = open.popLast() {
            for name in next.resourceNames.sorted() {
                guard let source = snapshot.pipe(named: name).flatMap({ pipes[$0.name] }), seen.insert(source.pipe.name).inserted else {
                    continue
                }
                found.append(source)
                open.append(source)
            }
        }
        return found
    }
}
