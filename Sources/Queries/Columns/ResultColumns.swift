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

    /// The columns of a call without parameters; nil if there is no such call, or the engine does not answer.
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

    /// Tries a call without parameters, then the placeholders that stand for them when a pipe is loaded.
    private func describe(_ pipe: CompiledPipe, in workspace: CompiledWorkspace) async -> Description? {
        guard let node = pipe.pipe.definition.resultNode else { return Description(columns: nil) }
        for mode in [QueryResolver.RenderMode.request, .check] {
            var resolver = QueryResolver(
                workspace: workspace, grant: .system, arguments: TemplateArguments([:]), context: .check, mode: mode)
            guard let query = try? resolver.resolve(pipe: pipe, node: node.name) else { continue }
            do {
                return Description(columns: try await self.engine.rows(of: .describe(query, in: workspace.snapshot.workspace)))
            } catch {
                // Whatever it is but a query that cannot be, it may pass.
                guard (error as? EngineError)?.code == .invalidRequest else { return nil }
            }
        }
        return Description(columns: nil)
    }
}
