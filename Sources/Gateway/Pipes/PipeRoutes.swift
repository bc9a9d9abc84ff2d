// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Observability
internal import Queries
internal import Templates
internal import Workspaces

/// `/v0/pipes…`: endpoints by their extension, and what the pipes are (http-api contract, 9 and 10).
struct PipeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/pipes", method: .get, use: self.list)
        router.onBothVersions("/pipes/:pipe", method: .get, use: self.callOrDescribe)
        router.onBothVersions("/pipes/:pipe", method: .post, use: self.callOrDescribe)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let attributes = AttributeSelection(parameters["attrs"])
        let nodeAttributes = AttributeSelection(parameters["node_attrs"], without: parameters.isOff("dependencies") ? ["dependencies"] : [])
        let workspace = try self.services.workspaces.workspace(caller.workspace, try request.deployment)
        let pipes = workspace.pipes.values.filter { caller.grant.mayReadPipe($0.pipe.name) }.sorted { $0.pipe.name < $1.pipe.name }
        let schedules = await self.services.schedules(in: workspace.snapshot)
        let objects = pipes.map {
            PipeObject(
                $0, in: workspace.snapshot.workspace, owner: self.services.ownerEmail, baseURL: request.baseURL, schedules: schedules
            )
            .object(selecting: attributes, ofNodes: nodeAttributes)
        }
        return try jsonResponse(["pipes": objects])
    }

    /// `name.json` calls the endpoint, `name.pipe` is the datafile, `name` alone the description.
    private func callOrDescribe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let path = try context.pipe()
        guard let dot = path.lastIndex(of: ".") else { return try await self.describe(path, caller: caller, baseURL: request.baseURL) }
        let name = String(path[..<dot])
        let fileExtension = path[path.index(after: dot)...]
        if fileExtension == "sse" || (fileExtension == "json" && request.acceptsEvents) {
            let call = try await self.endpointCall(name, format: .json, request: request, caller: caller, context: context)
            return try await LiveRoute(services: self.services).open(call, request: request, caller: caller, context: context)
        }
        if fileExtension == "pipe" {
            return textResponse(self.services.datafile(of: try self.services.pipe(name, caller: caller).pipe, in: caller.workspace))
        }
        guard let format = OutputFormat(fileExtension: String(fileExtension)) else {
            throw RequestError(
                .notFound, "\".\(fileExtension)\" is not a format of endpoints: use .json, .csv, .ndjson, .parquet, .prometheus or .sse")
        }
        return try await self.call(name, format: format, request: request, caller: caller, context: context)
    }

    private func call(_ name: String, format: OutputFormat, request: Request, caller: Caller, context: GatewayContext) async throws
        -> Response
    {
        let call = try await self.endpointCall(name, format: format, request: request, caller: caller, context: context)
        if let kept = try await self.services.queries.keptAnswer(to: call, in: caller.workspace, grant: caller.grant) {
            return kept.httpResponse(to: context)
        }
        return try await context.whileConnected { try await self.services.queries.call(call, in: caller.workspace, grant: caller.grant) }
            .httpResponse(to: context)
    }

    /// The call that a request makes, counted against the limit of queries.
    private func endpointCall(_ name: String, format: OutputFormat, request: Request, caller: Caller, context: GatewayContext) async throws
        -> EndpointCall
    {
        let pipe = try self.services.pipe(name, caller: caller, deployment: try request.deployment)
        context.note.begin(.query(of: NamedResource(pipe.pipe)), by: caller)
        try self.services.limiter.take(.queries(caller.workspace), by: caller.grant, for: context)
        var call = try await self.services.endpointCall(of: request, pipe: pipe, format: format, caller: caller, context: context)
        call.refusesKeptAnswers = request.refusesKeptAnswers
        return call
    }

    private func describe(_ name: String, caller: Caller, baseURL: String) async throws -> Response {
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let schedules = await self.services.schedules(in: snapshot)
        let pipe = try self.services.pipe(name, caller: caller)
        return try jsonResponse(
            PipeObject(pipe, in: snapshot.workspace, owner: self.services.ownerEmail, baseURL: baseURL, schedules: schedules).object())
    }
}

extension OutputFormat {
    /// The format that a path's extension names.
    init(ofPathWith fileExtension: Substring) throws {
        guard let format = OutputFormat(fileExtension: String(fileExtension)) else {
            throw RequestError(
                .notFound, "\".\(fileExtension)\" is not a format of endpoints: use .json, .csv, .ndjson, .parquet or .prometheus")
        }
        self = format
    }
}

extension OutputSettings {
    /// The settings that a request may choose by ClickHouse's own names.
    init(_ parameters: WireParameters) {
        self.init()
        self.quotes64BitIntegers = parameters.flag("output_format_json_quote_64bit_integers")
        self.quotesDenormals = parameters.flag("output_format_json_quote_denormals")
        self.marksParquetStrings = parameters.flag("output_format_parquet_string_as_string")
    }
}

extension Request {
    /// Whether `Cache-Control` asks for an answer made anew (RFC 9111, section 5.2.1.4).
    fileprivate var refusesKeptAnswers: Bool {
        guard let control = self.headers[.cacheControl] else { return false }
        return control.contains("no-cache") || control.contains("no-store")
    }

    /// How the caller reaches this server, for links in answers; a proxy in front of it tells by which protocol.
    var baseURL: String {
        let isEncrypted = self.headers[.xForwardedProto]?.lowercased() == "https"
        return "\(isEncrypted ? "https" : "http")://\(self.head.authority ?? "localhost")"
    }
}
