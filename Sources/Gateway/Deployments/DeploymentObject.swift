// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import MartletCore
internal import Workspaces

/// A deployment as clients see it (http-api contract, 16.3 and 16.4).
enum DeploymentObject {
    static func object(_ deployment: Deployment) -> JSONObject {
        Self.object(
            deployment, status: deployment.status.rawValue,
            errors: deployment.feedback.filter { $0.level == "ERROR" }.map {
                .object([("filename", .text($0.resource)), ("error", .text($0.message))])
            })
    }

    private static func object(_ deployment: Deployment, status: String, errors: [JSONObject]) -> JSONObject {
        let names = { (names: [String]) in JSONObject.list(names.map { .text($0) }) }
        let changes = deployment.changes
        return .object([
            ("id", .text(String(deployment.number))), ("status", .text(status)), ("live", .boolean(deployment.isLive)),
            ("created_at", .text(deployment.createdAt.text)),
            ("new_datasource_names", names(changes.newDataSources)), ("changed_datasource_names", names(changes.changedDataSources)),
            ("deleted_datasource_names", names(changes.deletedDataSources)), ("disconnected_data_source_names", .list([])),
            ("new_pipe_names", names(changes.newPipes)), ("changed_pipe_names", names(changes.changedPipes)),
            ("deleted_pipe_names", names(changes.deletedPipes)), ("new_data_connector_names", names(changes.newConnections)),
            ("changed_data_connector_names", names(changes.changedConnections)),
            ("deleted_data_connector_names", names(changes.deletedConnections)), ("new_data_connector_ids", .list([])),
            ("token_changes", .list(deployment.changes.tokens.map(Self.tokenChange))),
            ("data_movements", .list(deployment.movements.filter { $0.kind != .link }.flatMap(Self.movements))),
            ("feedback", .list(deployment.feedback.map(Self.feedback))), ("errors", .list(errors)),
        ])
    }

    static func feedback(_ feedback: Deployment.Feedback) -> JSONObject {
        .object([("resource", .text(feedback.resource)), ("level", .text(feedback.level)), ("message", .text(feedback.message))])
    }

    /// Clients know one pipe a movement.
    private static func movements(_ movement: Deployment.Movement) -> [JSONObject] {
        (movement.pipes.isEmpty ? [nil] : movement.pipes.map(Optional.some)).map { pipe in
            var members: [(String, JSONObject)] = [
                ("datasource_name", .text(movement.dataSource)), ("kind", .text(movement.kind.rawValue)),
            ]
            if let pipe { members.append(("source_mv_name", .text(pipe))) }
            return .object(members)
        }
    }

    private static func tokenChange(_ change: TokenChange) -> JSONObject {
        let permissions = { (permissions: [TokenChange.Permission]) in
            JSONObject.list(
                permissions.map {
                    .object([
                        ("resource_name", .text($0.resource)), ("resource_type", .text($0.resourceType)),
                        ("permission", .text($0.permission)),
                    ])
                })
        }
        return .object([
            ("token_name", .text(change.name)), ("change_type", .text(change.kind.rawValue)),
            (
                "permission_changes",
                .object([("added_permissions", permissions(change.added)), ("removed_permissions", permissions(change.removed))])
            ),
        ])
    }

    /// The answer to a request for a deployment: what became of it, or how far it has come.
    ///
    /// - Parameter deployment: The deployment as it is now; the live one where nothing was made.
    static func answer(_ outcome: DeploymentOutcome, now deployment: Deployment) -> (isRefused: Bool, JSONObject) {
        var shown = deployment
        var errors = outcome.diagnostics.filter { $0.severity == .error }.map(Self.error)
        if outcome.deployment == nil {
            shown = Deployment(
                number: outcome.number, promotesItself: false, changes: outcome.plan.changes, movements: outcome.plan.movements,
                feedback: outcome.diagnostics.map(Deployment.Feedback.init), routes: RowRoutes(), tables: [])
            shown.isLive = outcome.result == .noChanges
            shown.status = outcome.result == .failed ? .failed : .dataReady
        } else if shown.status == .failed {
            errors += shown.feedback.filter { $0.level == "ERROR" }.map {
                .object([("filename", .text($0.resource)), ("error", .text($0.message))])
            }
        }
        let result = shown.status == .failed ? .failed : outcome.result
        var members: [(String, JSONObject)] = [
            ("result", .text(result.rawValue)), ("deployment", Self.object(shown, status: shown.status.rawValue, errors: errors)),
        ]
        if result == .failed {
            // All that some command lines print.
            let mistakes = outcome.diagnostics.filter { $0.severity == .error }.map(\.description)
            let reason = shown.feedback.last { $0.level == "ERROR" }?.message ?? "the deployment has failed"
            let text = mistakes.isEmpty ? reason : mistakes.joined(separator: "\n")
            members += [("error", .text(text)), ("errors", .list(errors))]
        }
        return (result == .failed, .object(members))
    }

    static func error(_ finding: Diagnostic) -> JSONObject {
        .object([
            ("filename", .text(finding.location.file)), ("error", .text(finding.description)), ("line", .integer(finding.location.line)),
            ("column", .integer(finding.location.column)), ("message", .text(finding.message)), ("hint", .text(optional: finding.hint)),
        ])
    }
}
