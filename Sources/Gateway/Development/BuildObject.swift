// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import MartletCore
internal import Workspaces

/// The answer to a build (http-api contract, 16.2).
struct BuildObject {
    private let outcome: DeploymentOutcome
    private let live: WorkspaceSnapshot

    init(_ outcome: DeploymentOutcome, in live: WorkspaceSnapshot) {
        self.outcome = outcome
        self.live = live
    }

    /// A build without changes is a success with empty lists: the one command line knows no other word for it.
    var answer: JSONObject {
        guard self.outcome.result == .failed else { return .object([("result", .text("success")), ("build", self.build)]) }
        let mistakes = self.outcome.diagnostics.filter { $0.severity == .error }
        let failures = (self.outcome.deployment?.feedback ?? []).filter { $0.level == "ERROR" }
        let errors =
            mistakes.isEmpty
            ? failures.map { JSONObject.object([("filename", .text($0.resource)), ("error", .text($0.message))]) }
            : mistakes.map(DeploymentObject.error)
        return .object([
            ("result", .text("failed")), ("errors", .list(errors)),
            ("error", .text(mistakes.first?.description ?? failures.first?.message ?? "the build has failed")),
        ])
    }

    private var build: JSONObject {
        let changes = self.outcome.plan.changes
        let names = { (names: [String]) in JSONObject.list(names.map { .text($0) }) }
        let objects = { (names: [String]) in JSONObject.list(names.sorted().map { .object([("name", .text($0))]) }) }
        return .object([
            ("id", .text(String(self.outcome.number))),
            ("datasources", objects(Array(self.live.dataSources.keys))), ("pipes", objects(Array(self.live.pipes.keys))),
            ("new_datasource_names", names(changes.newDataSources)), ("changed_datasource_names", names(changes.changedDataSources)),
            ("deleted_datasource_names", names(changes.deletedDataSources)), ("new_pipe_names", names(changes.newPipes)),
            ("changed_pipe_names", names(changes.changedPipes)), ("deleted_pipe_names", names(changes.deletedPipes)),
            ("new_data_connector_names", names(changes.newConnections)),
            ("changed_data_connector_names", names(changes.changedConnections)),
            ("deleted_data_connector_names", names(changes.deletedConnections)),
            ("feedback", .list(self.feedback.map(DeploymentObject.feedback))),
        ])
    }

    /// Of rows that were carried, the deployment tells; where there were none, the plan.
    private var feedback: [Deployment.Feedback] {
        self.outcome.deployment?.feedback ?? self.outcome.diagnostics.map(Deployment.Feedback.init)
    }
}
