// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OpenAPI
internal import Queries
internal import Templates
internal import Workspaces

/// `/v0/pipes/openapi.json`, and of one endpoint `/v0/pipes/NAME/openapi.json`: what may be called, for programs (http-api contract, 19).
struct OpenAPIRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/pipes/openapi.json", method: .get, use: self.documentOfAll)
        router.onBothVersions("/pipes/:pipe/openapi.json", method: .get, use: self.documentOfOne)
    }

    private func documentOfAll(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let workspace = try self.services.workspaces.live(caller.workspace)
        let endpoints = workspace.pipes.values.filter { $0.pipe.definition.publishedNode != nil && caller.grant.mayReadPipe($0.pipe.name) }
        return try await self.document(
            of: endpoints, in: workspace, for: caller.grant, title: workspace.snapshot.workspace.name, baseURL: request.baseURL)
    }

    private func documentOfOne(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let workspace = try self.services.workspaces.live(caller.workspace)
        let pipe = try self.services.pipe(try context.pipe(), caller: caller)
        guard pipe.pipe.definition.publishedNode != nil else { throw QueryError.noEndpoint(pipe.pipe.name) }
        return try await self.document(of: [pipe], in: workspace, for: caller.grant, title: pipe.pipe.name, baseURL: request.baseURL)
    }

    private func document(
        of pipes: [CompiledPipe], in workspace: CompiledWorkspace, for grant: AccessGrant, title: String, baseURL: String
    ) async throws -> Response {
        let endpoints = await self.endpoints(of: pipes, in: workspace, for: grant)
        let document = OpenAPIDocument(
            info: OpenAPIDocument.Info(title: title, version: String(workspace.snapshot.deployment)), baseURL: baseURL, endpoints: endpoints
        )
        var response = jsonResponse(ByteBuffer(bytes: try document.encoded()))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// Asks the engine for a few pipes' columns at a time: the first request after a deployment may ask for hundreds of them.
    private func endpoints(of pipes: [CompiledPipe], in workspace: CompiledWorkspace, for grant: AccessGrant) async -> [Endpoint] {
        let columns = self.services.columns
        return await withTaskGroup(of: Endpoint.self) { group in
            var endpoints: [Endpoint] = []
            for (index, pipe) in pipes.enumerated() {
                if index >= GatewayLimits.describedPipes, let endpoint = await group.next() { endpoints.append(endpoint) }
                group.addTask { Endpoint(pipe, in: workspace, for: grant, columns: await columns.columns(of: pipe, in: workspace)) }
            }
            for await endpoint in group { endpoints.append(endpoint) }
            return endpoints
        }
    }
}

extension Endpoint {
    /// What its datafile and the engine say of a published pipe, less the parameters that the caller cannot send.
    fileprivate init(_ pipe: CompiledPipe, in workspace: CompiledWorkspace, for grant: AccessGrant, columns: [ResultColumn]?) {
        let definition = pipe.pipe.definition
        let fixed = grant.fixedParameters(of: pipe.pipe.name)
        let texts = [definition.description, definition.publishedNode?.description].compactMap(\.self)
        self.init(
            name: pipe.pipe.name, description: texts.isEmpty ? nil : texts.joined(separator: "\n\n"), tags: definition.tags,
            parameters: workspace.parameters(of: pipe.pipe.name).filter { fixed[$0.name] == nil },
            columns: columns?.map { Column(name: $0.name, type: $0.type, isInEveryAnswer: $0.isInEveryAnswer) },
            hasErrorsOfItsOwn: workspace.pipes(under: pipe).contains { source in
                source.pipe.definition.nodes.contains { $0.sql.contains("custom_error") }
            })
    }
}
