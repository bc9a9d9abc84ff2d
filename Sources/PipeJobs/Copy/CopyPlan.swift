// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import Queries
internal import Templates
internal import Workspaces

/// One run of a copy pipe, ready to begin.
struct CopyPlan: Sendable {
    let snapshot: WorkspaceSnapshot
    let pipe: Pipe
    let node: NodeDefinition
    let target: DataSource
    let mode: CopyMode
    var query: PipeQuery
    let arguments: TemplateArguments
    /// When it was due, in seconds since 1970.
    let moment: Int

    /// - Parameter moment: The time of the run, in seconds since 1970.
    init(_ request: CopyRequest, moment: Int, in workspace: CompiledWorkspace, runTime: Duration) throws {
        guard let name = workspace.snapshot.pipe(request.pipe)?.name, let compiled = workspace.pipes[name] else {
            throw QueryError.unknownPipe(request.pipe)
        }
        guard compiled.pipe.definition.kind == .copy, let node = compiled.pipe.definition.resultNode,
            let target = node.targetDataSource.flatMap({ workspace.snapshot.dataSource(named: $0) })
        else { throw PipeJobError.isNo(kind: "copy", pipe: name) }
        self.snapshot = workspace.snapshot
        self.pipe = compiled.pipe
        self.node = node
        self.target = target
        self.mode = request.mode ?? node.copyMode
        self.arguments = request.arguments
        self.query = try PipeQuery(
            node, of: compiled, arguments: request.arguments, moment: moment, in: workspace, runTime: runTime)
        self.moment = moment
    }

    /// The job that does it.
    func job() -> Job {
        Self.job(of: self.pipe, filling: self.target, mode: self.mode, arguments: self.arguments, in: self.snapshot.workspace.id)
    }

    /// A job that runs a copy pipe.
    static func job(
        of pipe: Pipe, filling target: DataSource, mode: CopyMode, arguments: TemplateArguments = TemplateArguments([:]),
        in workspace: WorkspaceID
    ) -> Job {
        var parameters = ["pipe_id": pipe.id.text, "pipe_name": pipe.name, "mode": mode.rawValue]
        parameters["arguments"] = arguments.json
        let interruption =
            switch mode {
            case .append: "the server stopped before all rows of this copy were together; nothing was copied. Start it again"
            case .replace: "the server stopped before this copy ended; unless its rows are there, nothing was replaced. Start it again"
            }
        return Job(
            id: UUID().uuidString.lowercased(), workspace: workspace, kind: .copying,
            target: Job.Target(id: target.id, name: target.name), parameters: parameters, interruption: interruption)
    }
}
