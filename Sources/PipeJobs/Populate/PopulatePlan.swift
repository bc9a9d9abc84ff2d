// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import FoundationEssentials
internal import Queries
internal import Templates
internal import Workspaces

/// One populate, ready to begin.
struct PopulatePlan: Sendable {
    let snapshot: WorkspaceSnapshot
    let pipe: Pipe
    let source: DataSource
    let target: DataSource
    let query: PipeQuery
    let moment: Int

    init(pipe nameOrID: String, node: String, moment: Int, in workspace: CompiledWorkspace, runTime: Duration) throws {
        let snapshot = workspace.snapshot
        guard let name = snapshot.pipe(nameOrID)?.name, let compiled = workspace.pipes[name] else {
            throw QueryError.unknownPipe(nameOrID)
        }
        let nodes = compiled.pipe.definition.nodes
        guard let index = nodes.firstIndex(where: { $0.kind == .materialized }),
            nodes[index].name == node || compiled.pipe.nodeID(at: index).text == node,
            let target = nodes[index].targetDataSource.flatMap({ snapshot.dataSource(named: $0) })
        else { throw PipeJobError.noSuchNode(node, pipe: name) }
        let query = try PipeQuery(
            nodes[index], of: compiled, arguments: TemplateArguments([:]), moment: moment, in: workspace, runTime: runTime)
        let table = try query.firstTable()
        guard let source = snapshot.dataSources.values.first(where: { $0.table == table?.name }) else {
            throw PipeJobError.noSuchNode(node, pipe: name)
        }
        guard source.definition.engine.kind != .null else { throw PipeJobError.keepsNoRows(dataSource: source.name) }
        self.snapshot = snapshot
        self.pipe = compiled.pipe
        self.source = source
        self.target = target
        self.query = query
        self.moment = moment
    }

    func job(for request: PopulateRequest) -> Job {
        let consequence =
            request.isTruncating ? "data source \"\(self.target.name)\" has at most the rows that came since" : "nothing was populated"
        return Job(
            id: UUID().uuidString.lowercased(), workspace: self.snapshot.workspace.id, kind: .populating,
            target: Job.Target(id: self.target.id, name: self.target.name),
            parameters: request.parameters.merging(["pipe_id": self.pipe.id.text, "pipe_name": self.pipe.name, "node": request.node]) {
                $1
            },
            interruption: "the server stopped before all rows of this populate were together; \(consequence). Start it again")
    }
}
