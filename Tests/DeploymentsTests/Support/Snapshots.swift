// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Workspaces

/// A workspace that serves these files, every table named after its data source with `_1`.
func snapshot(_ files: [ProjectFile]) -> WorkspaceSnapshot {
    let project = Project.parse(files).project
    return WorkspaceSnapshot(
        workspace: Workspace(id: WorkspaceID("w"), name: "w", database: "w_1", createdAt: Timestamp("")), deployment: 1,
        dataSources: project.dataSources.map {
            DataSource(id: .make(), definition: $0, table: "\($0.name)_1", createdAt: Timestamp("1"), updatedAt: Timestamp("1"))
        },
        pipes: project.pipes.map {
            Pipe(
                id: .make(), definition: $0, view: $0.kind == .materialized ? "\($0.name)_1" : nil, createdAt: Timestamp("1"),
                updatedAt: Timestamp("1"))
        })
}

func dataSource(_ name: String, _ schema: String, _ options: String = "ENGINE_SORTING_KEY ts") -> ProjectFile {
    ProjectFile(path: "datasources/\(name).datasource", text: "SCHEMA >\n    \(schema)\n\n\(options)\n")
}

func pipe(_ name: String, _ sql: String, _ type: String = "TYPE endpoint") -> ProjectFile {
    ProjectFile(path: "pipes/\(name).pipe", text: "NODE node\nSQL >\n    \(sql)\n\(type)\n")
}
