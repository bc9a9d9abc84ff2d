// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import Synchronization
internal import Templates
internal import Workspaces

/// The columns that endpoints answer with, asked of the engine once a deployment.
package final class ResultColumns: Sendable {
    private let engine: EngineClient
    private let known = Mutex<[WorkspaceID: Known]>([:])

    /// What is known of one deployment; later ones take its place.
    private struct Known {
        let deployment: Int
        /// Nil for a pipe that the engine cannot describe without a request.
        var columns: [String: [ResultColumn]?] = [:]
    }

    package init(engine: EngineClient) { self.engine = engine }

    /// The columns of its answers; nil if they cannot be known before a call, or the engine does not answer.
    package func columns(of pipe: CompiledPipe, in workspace: CompiledWorkspace) async -> [ResultColumn]? {
        let id = workspace.snapshot.workspace.id
        let deployment = workspace.snapshot.deployment
        if let known = self.known.withLock({ $0[id] }), known.deployment == deployment, let columns = known.columns[pipe.pipe.name] {
            return columns
        }
        guard let columns = await self.describe(pipe, in: workspace) else { return nil }
        self.known.withLock { all in
            if all[id]?.deployment != deployment {
                // A request that still looks at an older deployment must not forget what is known of the newer.
                if let newer = all[id]?.deployment, newer > deployment { return }
                all[id] = Known(deployment: deployment)
            }
            if all.values.reduce(0, { $0 + $1.columns.count }) >= QueryLimits.describedPipes { all = [id: Known(deployment: deployment)] }
            all[id]?.columns[pipe.pipe.name] = .some(columns.columns)
        }
        return columns.columns
    }

    /// What was found out, to tell it from an engine that does not answer.
    private struct Description { let columns: [ResultColumn]? }

    /// Compares a call with no more parameters than it needs to one that has them all: what differs is not in every answer.
    ///
    /// Where neither can be, the placeholders tell that stand for parameters when a pipe is loaded.
    private func describe(_ pipe: CompiledPipe, in workspace: CompiledWorkspace) async -> Description? {
        let parameters = workspace.parameters(of: pipe.pipe.name)
        let needed = parameters.filter(\.isRequired)
        var found: [[ResultColumn]] = []
        for sent in needed.count == parameters.count ? [needed] : [needed, parameters] {
            let arguments = Dictionary(sent.map { ($0.name, $0.sample) }) { first, _ in first }
            let query = self.query(of: pipe, in: workspace, arguments: arguments, mode: .request)
            guard let description = await self.describe(query, in: workspace) else { return nil }
            if let columns = description.columns { found.append(columns) }
        }
        guard let first = found.first else {
            return await self.describe(self.query(of: pipe, in: workspace, arguments: [:], mode: .check), in: workspace)
        }
        return Description(columns: found.dropFirst().reduce(first) { $0.merged(with: $1) })
    }

    private func query(
        of pipe: CompiledPipe, in workspace: CompiledWorkspace, arguments: [String: TemplateValue], mode: QueryResolver.RenderMode
    ) -> ResolvedQuery? {
        guard let node = pipe.pipe.definition.resultNode else { return nil }
        var resolver = QueryResolver(
            workspace: workspace, grant: .system, arguments: TemplateArguments(arguments), context: .check, mode: mode)
        return try? resolver.resolve(pipe: pipe, node: node.name)
    }

    /// Nil if the engine does not answer.
    private func describe(_ query: ResolvedQuery?, in workspace: CompiledWorkspace) async -> Description? {
        // Documents do not wait for the databases of others.
        guard let query, query.remoteDatabases.isEmpty else { return Description(columns: nil) }
        struct Row: Decodable { let name, type: String }
        do {
            let rows: [Row] = try await self.engine.rows(of: .describe(query, in: workspace.snapshot.workspace))
            return Description(columns: rows.map { ResultColumn(name: $0.name, type: $0.type) })
        } catch {
            // Whatever it is but a query that cannot be, it may pass.
            return (error as? EngineError)?.code == .invalidRequest ? Description(columns: nil) : nil
        }
    }
}
