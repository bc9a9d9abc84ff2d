// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import Observability
internal import Queries
internal import Templates
internal import Workspaces

/// Lets the engine analyse the published nodes of a deployment that is built but not yet served.
///
/// Only the default rendering is judged: a pipe that fails for some parameters is a failed call later, not a failed deployment.
struct EngineCheck {
    let engine: EngineClient
    let workspace: CompiledWorkspace

    /// Checks these pipes: of the others, nothing has changed since they were checked.
    func run(of pipes: Set<String>) async throws -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for pipe in pipes.sorted().compactMap({ self.workspace.pipes[$0] }) {
            guard let node = pipe.pipe.definition.resultNode else { continue }
            do {
                try await self.check(node, of: pipe)
            } catch let error as BuildFailure {
                findings.append(error.diagnostic)
            }
        }
        return findings
    }

    private func check(_ node: NodeDefinition, of pipe: CompiledPipe) async throws {
        let snapshot = self.workspace.snapshot
        var resolver = QueryResolver(
            workspace: self.workspace, grant: .system, arguments: TemplateArguments([:]),
            context: .check,
            mode: .check)
        let resolved: ResolvedQuery
        do {
            resolved = try resolver.resolve(pipe: pipe, node: node.name)
        } catch let error as TemplateError where error.reason == .placeholder {
            return
        } catch QueryError.serviceDataSource {
            // The project's check has warned of it.
            return
        } catch let error as any ServiceError {
            throw BuildFailure(diagnostic: Diagnostic(.error, "pipe \"\(pipe.pipe.name)\": \(error.message)", at: node.location))
        }
        // A deployment does not depend on whether the databases of others are there; a call of the pipe tells.
        guard resolved.remoteDatabases.isEmpty else { return }
        if resolved.tables.contains(where: { $0.database == snapshot.workspace.serviceDatabase }) {
            try await ServiceTables(engine: self.engine).make(for: snapshot.workspace)
        }
        try await BuildFailure.wrap("pipe \"\(pipe.pipe.name)\", node \"\(node.name)\"", at: node.location, in: snapshot) {
            try await self.engine.execute(.describe(resolved, in: snapshot.workspace))
        }
    }
}
