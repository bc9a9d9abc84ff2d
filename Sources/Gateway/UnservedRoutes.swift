// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore

/// Routes that clients know and this server has no use for: each is refused in words that say what to do instead.
struct UnservedRoutes: Sendable {
    let services: GatewayServices

    private static let refusals: [(method: HTTPRequest.Method, path: String, reason: String)] = [
        (.post, "/datafiles", "single datafiles are not taken: deploy the project, or make a data source with POST /v0/datasources"),
        (.post, "/connectors", Self.connectionsAreDeployed),
        (.put, "/connectors/:connection", Self.connectionsAreDeployed),
        (.delete, "/connectors/:connection", Self.connectionsAreDeployed),
        (
            .get, "/connectors/:connection/preview",
            "what is behind a connection cannot be previewed: sinks write to it, nothing reads from it"
        ),
        (.post, "/datasources/:datasource/scheduling/runs", Self.nothingToRead),
        (.get, "/datasources/:datasource/scheduling/state", Self.nothingToRead),
        (.put, "/datasources/:datasource/scheduling/state", Self.nothingToRead),
        (.post, "/datasources/:datasource/sample", Self.nothingToRead),
        (.post, "/datasources/:datasource/start", Self.nothingToRead),
        (.post, "/datasources/:datasource/stop", Self.nothingToRead),
        (.post, "/infra", Self.oneMachine),
        (.put, "/infra/:infra", Self.oneMachine),
        (.delete, "/infra/:infra", Self.oneMachine),
    ]

    private static let connectionsAreDeployed = "connections are made, changed and deleted by deploying their .connection files"
    private static let nothingToRead = "data sources do not read from connections: append events or files to it, or name a file by its URL"
    private static let oneMachine = "this server is the only machine that its workspaces run on"

    func add(to router: Router<GatewayContext>) {
        for refusal in Self.refusals {
            router.onBothVersions(refusal.path, method: refusal.method) { request, _ in
                // A caller without rights is told that first.
                _ = try self.services.catalog.grant(for: request)
                throw RequestError(.invalidRequest, refusal.reason)
            }
        }
    }
}
