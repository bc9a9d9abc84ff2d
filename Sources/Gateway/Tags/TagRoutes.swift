// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/tags`: words that group data sources and pipes (http-api contract, 15.1). Who has one says so in its datafile.
struct TagRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/tags", use: self.list)
        router.post("/v0/tags", use: self.create)
        router.put("/v0/tags/:tag", use: self.update)
        router.delete("/v0/tags/:tag", use: self.delete)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let resources = try self.resources(of: caller)
        let names = try await self.services.catalog.tags(of: caller.workspace).union(resources.flatMap(\.tags))
        return try jsonResponse(["tags": names.sorted().map { Self.object($0, among: resources) }])
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.editor(of: request)
        let parameters = try await request.collectedParameters()
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        guard name.utf8.count <= 128, !name.contains(where: { ",=\"'&".contains($0) || $0.isNewline }) else {
            throw WireError.badParameter("name", expected: "at most 128 bytes without commas, quotes, \"=\" and \"&\"")
        }
        let resources = try self.resources(of: caller)
        let isKept = try await self.services.catalog.tags(of: caller.workspace).contains(name)
        guard !isKept, !resources.contains(where: { $0.tags.contains(name) }) else {
            throw RequestError(.conflict, "tag \"\(name)\" exists already")
        }
        try await self.services.catalog.addTag(name, to: caller.workspace)
        return try await self.set(name, by: parameters, for: caller)
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.editor(of: request)
        let name = try await self.tag(of: context, for: caller)
        return try await self.set(name, by: try await request.collectedParameters(), for: caller)
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.editor(of: request)
        let name = try await self.tag(of: context, for: caller)
        try await self.services.deployments.setTag(name, on: [], in: caller.workspace)
        try await self.services.catalog.removeTag(name, from: caller.workspace)
        return .noContent
    }

    /// Gives the tag to the resources that a request lists, if it lists any.
    private func set(_ name: String, by parameters: WireParameters, for caller: Caller) async throws -> Response {
        if let wanted = parameters.objects(in: "resources") {
            let resources = try self.resources(of: caller)
            let ids = try wanted.map { item in
                guard let found = resources.first(where: { $0.id.text == item["id"] || $0.name == item["name"] }) else {
                    throw RequestError(.notFound, "resource \"\(item["name"] ?? item["id"] ?? "")\" does not exist")
                }
                return found.id
            }
            try await self.services.deployments.setTag(name, on: Set(ids), in: caller.workspace)
        }
        return try jsonResponse(Self.object(name, among: try self.resources(of: caller)))
    }

    // MARK: Requests

    private func editor(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.isAdmin, scope: "ADMIN")
        return caller
    }

    private func tag(of context: GatewayContext, for caller: Caller) async throws -> String {
        let name = try context.parameters.require("tag").removingPercentEncoding ?? ""
        let isKept = try await self.services.catalog.tags(of: caller.workspace).contains(name)
        guard try isKept || self.resources(of: caller).contains(where: { $0.tags.contains(name) }) else {
            throw RequestError(.notFound, "tag \"\(name)\" does not exist")
        }
        return name
    }

    // MARK: Resources

    private struct Tagged {
        let id: ResourceID
        let name: String
        let kind: DatafileKind
        let tags: [String]
    }

    /// What a caller sees of the workspace, by name.
    private func resources(of caller: Caller) throws -> [Tagged] {
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let dataSources = snapshot.dataSources.values.filter { caller.grant.maySeeDataSource($0.name) }
        let pipes = snapshot.pipes.values.filter { caller.grant.mayReadPipe($0.name) }
        let all =
            dataSources.map { Tagged(id: $0.id, name: $0.name, kind: .dataSource, tags: $0.definition.tags) }
            + pipes.map { Tagged(id: $0.id, name: $0.name, kind: .pipe, tags: $0.definition.tags) }
        return all.sorted { $0.name < $1.name }
    }

    private static func object(_ name: String, among resources: [Tagged]) -> JSONObject {
        let members = resources.filter { $0.tags.contains(name) }.map { resource in
            JSONObject.object([
                ("id", .text(resource.id.text)), ("name", .text(resource.name)), ("type", .text(resource.kind.rawValue)),
            ])
        }
        return .object([("id", .text(name)), ("name", .text(name)), ("resources", .list(members))])
    }
}
