// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore
internal import Workspaces

extension JSONWebToken {
    /// The token that a request asks for: `expiration_time` in seconds, `scopes` and perhaps `limits` as they are in its claims.
    init(named name: String, asked parameters: WireParameters, in workspace: WorkspaceID) throws {
        guard let expiry = parameters["expiration_time"].flatMap({ Int($0) }) else {
            throw WireError.badParameter("expiration_time", expected: "seconds since 1970")
        }
        guard expiry > Int(Date().timeIntervalSince1970) else {
            throw WireError.badParameter("expiration_time", expected: "a moment in the future, in seconds since 1970")
        }
        guard let scopes = parameters.value("scopes") else { throw WireError.missingParameter("scopes") }
        self.init(
            workspace: workspace, name: name, expiry: expiry, scopes: try Self.scopes(scopes),
            requestsPerSecond: try Self.requestsPerSecond(parameters.value("limits")))
    }
}
