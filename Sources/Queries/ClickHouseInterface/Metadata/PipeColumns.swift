// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import Synchronization
internal import Templates
internal import Workspaces

/// The columns of endpoints as the engine tells them, asked for once in a deployment.
final class PipeColumns: Sendable {
    /// A column of an answer.
    struct Column: Decodable, Sendable, Hashable {
        let name: String
        let type: String
    }

    private struct Entry {
        let deployment: Int
        var columns: [String: [Column]] = [:]
    }

    private let entries = Mutex<[WorkspaceID: Entry]>([:])

    /// The columns of a pipe called without parameters; none if it cannot be.
    func columns(of pipe: CompiledPipe, in workspace: CompiledWorkspace, engine: EngineClient) async throws -> [Column] {
        let snapshot = workspace.snapshot
        let known = self.entries.withLock { $0[snapshot.workspace.id] }
        if let known, known.deployment == snapshot.deployment, let columns = known.columns[pipe.pipe.name] { return columns }
        let columns = try await Self.ask(pipe, in: workspace, engine: engine)
        self.entries.withLock { entries in
            var entry = entries[snapshot.workspace.id] ?? Entry(deployment: snapshot.deployment)
            if entry.deployment != snapshot.deployment { entry = Entry(deployment: snapshot.deployment) }
            entry.columns[pipe.pipe.name] = columns
            entries[snapshot.workspace.id] = entry
        }
        return columns
    }

    private static func ask(_ pipe: CompiledPipe, in workspace: CompiledWorkspace, engine: EngineClient) async throws -> [Column] {
        guard let node = pipe.pipe.definition.resultNode else { return [] }
        do {
            var resolver = QueryResolver(workspace: workspace, grant: .system, arguments: TemplateArguments([:]), context: .now())
            let resolved = try resolver.resolve(pipe: pipe, node: node.name)
            // Whoever lists tables does not wait for the databases of others.
            guard resolved.remoteDatabases.isEmpty else { return [] }
            return try await engine.rows(
                of: EngineQuery("DESCRIBE TABLE (\n\(resolved.sqlText)\n)", settings: QuerySettings.defaults), as: Column.self)
        } catch EngineError.unreachable(let reason) {
            throw EngineError.unreachable(reason: reason)
        } catch is any ServiceError {
            // A pipe that cannot be called without parameters after all is a table whose columns nobody can tell.
            return []
        } catch is TemplateError {
            return []
        }
    }
}
