// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletClient

/// What a deployment will change, as it is shown before it does.
struct DeploymentPlanText {
    /// One resource that changes.
    struct Change {
        let status: String
        let name: String
        let type: String
        let path: String

        var members: [String: JSONValue] {
            ["status": .text(self.status), "name": .text(self.name), "type": .text(self.type), "path": .text(self.path)]
        }
    }

    let changes: [Change]
    private let deployment: DeploymentReceipt.Deployment

    init(_ deployment: DeploymentReceipt.Deployment, of project: DeployedFiles) {
        self.deployment = deployment
        let changes = deployment.changes
        let kinds = project.pipeKinds()
        let change = { (status: String, names: [String], kind: String) in
            names.map { name in
                Change(status: status, name: name, type: kind == "pipe" ? kinds[name] ?? kind : kind, path: project.path(of: name, kind))
            }
        }
        self.changes = [
            change("new", changes.newDataSources, "datasource"), change("new", changes.newPipes, "pipe"),
            change("new", changes.newConnections, "connection"), change("modified", changes.changedDataSources, "datasource"),
            change("modified", changes.changedPipes, "pipe"), change("modified", changes.changedConnections, "connection"),
            change("deleted", changes.deletedDataSources, "datasource"), change("deleted", changes.deletedPipes, "pipe"),
            change("deleted", changes.deletedConnections, "connection"),
        ]
        .flatMap { $0 }
    }

    /// Tables of the resources, tokens and rows that it concerns, each with its heading.
    func rendered(width: Int, style: TextStyle) -> String {
        let table = { (heading: String, columns: [String], rows: [[String]], none: String) in
            rows.isEmpty
                ? "* \(none)\n" : "* \(heading):\n" + FramedTable(columns: columns, rows: rows).rendered(width: width, style: style)
        }
        let tokens = self.deployment.tokenChanges.map { change in
            let texts = [change.permissions.added, change.permissions.removed].map { $0.map(\.text).joined(separator: " ") }
            return [change.change, change.name] + texts
        }
        let movements = self.deployment.dataMovements.map { movement in
            [movement.dataSource, movement.pipe.map { "Using Materialized Pipe \($0)" } ?? "From live deployment using Forward Query"]
        }
        return table(
            "Changes to be deployed", ["status", "name", "type", "path"], self.changes.map { [$0.status, $0.name, $0.type, $0.path] },
            "No changes to be deployed")
            + table(
                "Changes in tokens to be deployed", ["Change", "Token name", "Added permissions", "Removed permissions"], tokens,
                "No changes in tokens to be deployed")
            + table(
                "Data that will be copied with this deployment", ["Datasource", "Backfill type"], movements,
                "No data will be copied with this deployment")
    }
}
