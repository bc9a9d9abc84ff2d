// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

/// A connection as the API shows it (http-api contract, 15.1); its settings stay in its datafile.
struct ConnectionObject {
    let connection: Connection
    let snapshot: WorkspaceSnapshot

    var object: JSONObject {
        .object([
            ("id", .text(self.connection.id.text)), ("service", .text(self.connection.definition.kind.rawValue)),
            ("name", .text(self.connection.name)), ("description", .text(self.connection.definition.description ?? "")),
            ("created_at", .text(self.connection.createdAt.text)), ("updated_at", .text(self.connection.updatedAt.text)),
            ("linkers", .list(self.readers.map { .object([("datasource_id", .text($0.id.text)), ("datasource_name", .text($0.name))]) })),
            ("settings", .object([])),
            ("sinks", .list(self.writers.map { .object([("pipe_id", .text($0.id.text)), ("pipe_name", .text($0.name))]) })),
        ])
    }

    /// The data sources that name it.
    private var readers: [DataSource] {
        self.snapshot.dataSources.values.sorted { $0.name < $1.name }.filter { dataSource in
            ["IMPORT_CONNECTION_NAME", "KAFKA_CONNECTION_NAME"].contains {
                dataSource.definition.settings[$0] == self.connection.name
            }
        }
    }

    /// The sinks that name it.
    private var writers: [Pipe] {
        self.snapshot.pipes.values.sorted { $0.name < $1.name }.filter {
            $0.definition.resultNode?.exportSettings["EXPORT_CONNECTION_NAME"] == self.connection.name
        }
    }
}
