// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import GRDB

/// A row of the catalog's table `resource`.
struct ResourceRow: Codable, FetchableRecord, PersistableRecord {
    enum Kind: String, Codable {
        case dataSource = "datasource"
        case pipe
        case connection
    }

    static let databaseTableName = "resource"

    var workspaceID: String
    var kind: Kind
    var name: String
    var id: String
    var file: String
    var definition: String
    var engineName: String?
    var createdAt: String
    var updatedAt: String
}

extension ResourceRow {
    init(_ dataSource: DataSource, in workspace: WorkspaceID) {
        self.init(
            workspaceID: workspace.text, kind: .dataSource, name: dataSource.name, id: dataSource.id.text, file: dataSource.definition.file,
            definition: dataSource.definition.text, engineName: dataSource.table, createdAt: dataSource.createdAt.text,
            updatedAt: dataSource.updatedAt.text)
    }

    init(_ pipe: Pipe, in workspace: WorkspaceID) {
        self.init(
            workspaceID: workspace.text, kind: .pipe, name: pipe.name, id: pipe.id.text, file: pipe.definition.file,
            definition: pipe.definition.text, engineName: pipe.view, createdAt: pipe.createdAt.text, updatedAt: pipe.updatedAt.text)
    }
}

extension ResourceRow {
    init(_ connection: Connection, in workspace: WorkspaceID) {
        self.init(
            workspaceID: workspace.text, kind: .connection, name: connection.name, id: connection.id.text, file: connection.definition.file,
            definition: connection.definition.text, engineName: nil, createdAt: connection.createdAt.text,
            updatedAt: connection.updatedAt.text)
    }
}

extension WorkspaceSnapshot {
    /// Reads a deployment back from its stored datafiles, which were checked when they were deployed.
    init(workspace: Workspace, deployment: Int, rows: [ResourceRow]) {
        let project = Project.parse(rows.map { ProjectFile(path: $0.file, text: $0.definition) }).project
        let byName = Dictionary(rows.map { ("\($0.kind.rawValue)/\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
        self.init(
            workspace: workspace,
            deployment: deployment,
            dataSources: project.dataSources.compactMap { definition in
                guard let row = byName["datasource/\(definition.name)"], let table = row.engineName else { return nil }
                return DataSource(
                    id: ResourceID(row.id), definition: definition, table: table, createdAt: Timestamp(row.createdAt),
                    updatedAt: Timestamp(row.updatedAt))
            },
            pipes: project.pipes.compactMap { definition in
                guard let row = byName["pipe/\(definition.name)"] else { return nil }
                return Pipe(
                    id: ResourceID(row.id), definition: definition, view: row.engineName, createdAt: Timestamp(row.createdAt),
                    updatedAt: Timestamp(row.updatedAt))
            },
            connections: project.connections.compactMap { definition in
                guard let row = byName["connection/\(definition.name)"] else { return nil }
                return Connection(
                    id: ResourceID(row.id), definition: definition, createdAt: Timestamp(row.createdAt), updatedAt: Timestamp(row.updatedAt)
                )
            })
    }
}
