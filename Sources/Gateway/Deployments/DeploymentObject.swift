// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import MartletCore
internal import Workspaces

/// The answer to a deployment (http-api contract, 16.3).
struct DeploymentObject {
    private let outcome: DeploymentOutcome

    init(_ outcome: DeploymentOutcome) { self.outcome = outcome }

    var answer: JSONObject {
        let plan = self.outcome.plan
        let errors = self.outcome.diagnostics.filter { $0.severity == .error }
        let names = { (names: [String]) in JSONObject.list(names.map { .text($0) }) }
        let succeeded = self.outcome.result != .failed
        var members: [(String, JSONObject)] = [
            ("result", .text(self.outcome.result.rawValue)),
            (
                "deployment",
                .object([
                    ("id", .text(String(self.outcome.deployment))), ("status", .text(succeeded ? "data_ready" : "failed")),
                    ("live", .boolean(succeeded)),
                    ("created_at", .text(Timestamp.now().text)),
                    ("new_datasource_names", names(plan.newDataSources)), ("changed_datasource_names", names(plan.changedDataSources)),
                    ("deleted_datasource_names", names(plan.deletedDataSources)), ("disconnected_data_source_names", .list([])),
                    ("new_pipe_names", names(plan.newPipes)), ("changed_pipe_names", names(plan.changedPipes)),
                    ("deleted_pipe_names", names(plan.deletedPipes)), ("new_data_connector_names", names(plan.newConnections)),
                    ("changed_data_connector_names", names(plan.changedConnections)),
                    ("deleted_data_connector_names", names(plan.deletedConnections)),
                    ("new_data_connector_ids", .list([])), ("token_changes", .list([])), ("data_movements", .list([])),
                    ("feedback", .list(self.outcome.diagnostics.map(Self.feedback))), ("errors", .list(errors.map(Self.error))),
                ])
            ),
        ]
        if let first = errors.first {
            members += [("error", .text(first.description)), ("errors", .list(errors.map(Self.error)))]
        }
        return .object(members)
    }

    private static func feedback(_ finding: Diagnostic) -> JSONObject {
        .object([
            ("resource", .text(finding.location.file)), ("level", .text(finding.severity == .error ? "ERROR" : "WARNING")),
            ("message", .text(finding.description)),
        ])
    }

    private static func error(_ finding: Diagnostic) -> JSONObject {
        .object([
            ("filename", .text(finding.location.file)), ("error", .text(finding.description)), ("line", .integer(finding.location.line)),
            ("column", .integer(finding.location.column)), ("message", .text(finding.message)), ("hint", .text(optional: finding.hint)),
        ])
    }

    /// The deployment a workspace serves.
    static func live(_ snapshot: WorkspaceSnapshot) -> JSONObject {
        Self.object(id: snapshot.deployment, status: "data_ready", isLive: true, in: snapshot)
    }

    /// A deployment that another has replaced.
    static func deleted(_ number: Int, in snapshot: WorkspaceSnapshot) -> JSONObject {
        Self.object(id: number, status: "deleted", isLive: false, in: snapshot)
    }

    private static func object(id: Int, status: String, isLive: Bool, in snapshot: WorkspaceSnapshot) -> JSONObject {
        .object([
            ("id", .text(String(id))), ("status", .text(status)), ("live", .boolean(isLive)),
            ("created_at", .text(snapshot.workspace.createdAt.text)),
            ("errors", .list([])), ("feedback", .list([])),
        ])
    }
}
