// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import PipeJobs
internal import Workspaces

/// What a description of a pipe says of its runs (http-api contract, 9.1).
struct ScheduleSight: Sendable {
    let snapshot: WorkspaceSnapshot
    let paused: Set<ResourceID>

    /// The id of the data source that a node fills.
    func targetID(of node: NodeDefinition) -> String? {
        node.targetDataSource.flatMap { self.snapshot.dataSource(named: $0) }?.id.text
    }

    func members(of pipe: Pipe) -> [(String, JSONObject)] {
        let definition = pipe.definition
        guard definition.kind == .copy || definition.kind == .sink, let node = definition.resultNode,
            let index = definition.nodes.firstIndex(where: { $0.name == node.name })
        else { return [] }
        var members: [(String, JSONObject)] = [("\(definition.kind.rawValue)_node", .text(pipe.nodeID(at: index).text))]
        if definition.kind == .copy {
            members.append(("copy_target_datasource", .text(optional: self.targetID(of: node))))
        }
        let schedule: JSONObject? = definition.schedule.map { cron in
            .object([
                ("cron", .text(cron)), ("timezone", .text("Etc/UTC")),
                ("status", .text(self.paused.contains(pipe.id) ? "paused" : "running")),
            ])
        }
        return members + [("schedule", schedule ?? .null)]
    }
}

extension GatewayServices {
    func schedules(in snapshot: WorkspaceSnapshot) async -> ScheduleSight {
        ScheduleSight(snapshot: snapshot, paused: await self.pipeJobs.pausedPipes())
    }
}
