// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0|v1/environments…`: branches of a workspace (http-api contract, 15.1).
///
/// Names of branches are names of workspaces, and like these of one server unique.
struct BranchRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/environments", method: .get, use: self.list)
        router.onBothVersions("/environments", method: .post, use: self.create)
        router.onBothVersions("/environments/:branch", method: .get, use: self.describe)
        router.onBothVersions("/environments/:branch", method: .delete, use: self.delete)
        router.onBothVersions("/environments/:branch/data", method: .post, use: self.fill)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let main = try self.main(of: caller)
        return try jsonResponse(["environments": self.services.catalog.branches(of: main).map { self.object($0, for: caller) }])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        return try jsonResponse(self.object(try self.branch(of: caller, context: context), for: caller))
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.admin(of: request)
        let parameters = try await request.collectedParameters()
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        let lifeSeconds = try parameters["life_seconds"].map { text in
            guard let seconds = Int(text), (1...WorkspaceLimits.lifeSeconds).contains(seconds) else {
                throw WireError.badParameter("life_seconds", expected: "1 to \(WorkspaceLimits.lifeSeconds)")
            }
            return seconds
        }
        let (branch, job) = try await self.services.keeper.makeBranch(
            BranchRequest(
                name: name, rows: try Self.rows(parameters["data"], of: "data"), ignoredDataSources: Self.ignored(parameters),
                lifeSeconds: lifeSeconds),
            of: caller.workspace, ownerEmail: self.services.ownerEmail, jobID: context.requestID)
        guard case .object(let members) = self.object(branch, for: caller) else { preconditionFailure("a branch is told as an object") }
        return try jsonResponse(JSONObject.object(members + [("job", job.object(host: request.host))]))
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        try await self.services.keeper.delete(try self.branch(of: try self.admin(of: request), context: context).id)
        return Response(status: .noContent)
    }

    private func fill(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.admin(of: request)
        let parameters = try await request.collectedParameters()
        let job = try await self.services.keeper.fillBranch(
            try self.branch(of: caller, context: context), with: try Self.rows(parameters["mode"], of: "mode"),
            besides: Self.ignored(parameters), jobID: context.requestID)
        return try jsonResponse(JSONObject.object([("job", job.object(host: request.host))]))
    }

    // MARK: What a request means

    private func admin(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.isAdmin, scope: "ADMIN")
        return caller
    }

    /// The workspace that a caller's branches are of; a branch's own tokens see its siblings.
    private func main(of caller: Caller) throws -> WorkspaceID {
        try self.services.catalog.snapshot(of: caller.workspace).workspace.life.main ?? caller.workspace
    }

    private func branch(of caller: Caller, context: GatewayContext) throws -> Workspace {
        let name = try context.parameters.require("branch").removingPercentEncoding ?? ""
        guard let branch = self.services.catalog.workspace(name), branch.life.main == (try self.main(of: caller)) else {
            throw RequestError(.notFound, "branch \"\(name)\" does not exist")
        }
        return branch
    }

    private static func rows(_ text: String?, of parameter: String) throws -> BranchRequest.Rows {
        guard let text, !text.isEmpty else { return .none }
        guard let rows = BranchRequest.Rows(rawValue: text) else {
            throw WireError.badParameter(
                parameter, expected: BranchRequest.Rows.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return rows
    }

    private static func ignored(_ parameters: WireParameters) -> Set<String> {
        Set(parameters.list("ignore_datasources").flatMap { $0.split(separator: ",").map(String.init) })
    }

    private func object(_ branch: Workspace, for caller: Caller) -> JSONObject {
        let admin = self.services.catalog.tokens(of: branch.id).first {
            $0.token.name == Token.SystemName.userAdmin(email: self.services.ownerEmail)
        }
        return .object([
            ("id", .text(branch.id.text)), ("name", .text(branch.name)), ("main", .text(optional: branch.life.main?.text)),
            ("created_at", .text(branch.createdAt.text)), ("expires_at", .text(optional: branch.life.expiresAt?.text)),
            ("is_branch", .boolean(true)), ("owner", .text(ServerOwner.id)), ("status", .text("ready")),
            ("token", .text(caller.grant.isAdmin ? admin?.text ?? "" : "")),
            ("members", .list([.object([("id", .text(ServerOwner.id)), ("email", .text(self.services.ownerEmail))])])),
        ])
    }
}
