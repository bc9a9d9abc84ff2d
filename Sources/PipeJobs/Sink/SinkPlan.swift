// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import Queries
internal import Templates
internal import Workspaces

/// One run of a sink, ready to begin.
struct SinkPlan: Sendable {
    let snapshot: WorkspaceSnapshot
    let pipe: Pipe
    let node: NodeDefinition
    let settings: SinkSettings
    var query: PipeQuery
    let moment: Int

    init(_ request: SinkRequest, moment: Int, in workspace: CompiledWorkspace, runTime: Duration) throws {
        guard let name = workspace.snapshot.pipe(request.pipe)?.name, let compiled = workspace.pipes[name] else {
            throw QueryError.unknownPipe(request.pipe)
        }
        guard compiled.pipe.definition.kind == .sink, let node = compiled.pipe.definition.resultNode else {
            throw PipeJobError.isNo(kind: "sink", pipe: name)
        }
        self.snapshot = workspace.snapshot
        self.pipe = compiled.pipe
        self.node = node
        self.settings = try SinkSettings(node.exportSettings.merging(request.settings) { $1 }, of: node)
        self.query = try PipeQuery(
            node, of: compiled, arguments: request.arguments, moment: moment, in: workspace, runTime: runTime)
        self.moment = moment
    }

    /// A job that runs a sink; what a request says of it is kept, so that it can be run again.
    static func job(of pipe: Pipe, for request: SinkRequest? = nil, in workspace: WorkspaceID) -> Job {
        let changes = request?.settings ?? [:]
        let settings = (pipe.definition.resultNode?.exportSettings ?? [:]).merging(changes) { $1 }
        var parameters = ["pipe_id": pipe.id.text, "pipe_name": pipe.name]
        parameters["connection"] = settings["EXPORT_CONNECTION_NAME"]
        parameters["bucket_uri"] = settings["EXPORT_BUCKET_URI"]
        parameters["arguments"] = request?.arguments.json
        parameters["settings"] = TemplateArguments(changes.mapValues { TemplateValue($0) }).json
        return Job(
            id: UUID().uuidString.lowercased(), workspace: workspace, kind: .sinking, target: Job.Target(id: pipe.id, name: pipe.name),
            parameters: parameters,
            interruption: "the server stopped before this sink ended; the files that it had written are there. Start it again")
    }
}
