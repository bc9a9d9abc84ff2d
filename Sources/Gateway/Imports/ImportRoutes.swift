// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FileSources
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import Jobs
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Workspaces

/// Files into data sources: `POST /v0/datasources?mode=…` and `POST /v1/datasources/:datasource/append|replace` (http-api contract, 6.3
/// and 6.4). A file in the body is taken in while it arrives, and the answer comes when its rows can be queried; a file at a URL is the work
/// of a job.
struct ImportRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/datasources", use: self.importByMode)
        router.post("/v1/datasources/:datasource/append", use: self.append)
        router.post("/v1/datasources/:datasource/replace", use: self.replace)
    }

    private enum Mode: String {
        case create
        case append
        case replace
    }

    private func importByMode(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        var upload = try await Upload(request)
        guard let mode = Mode(rawValue: upload.parameters["mode"] ?? "create") else {
            throw WireError.badParameter("mode", expected: "create, append or replace")
        }
        var name = upload.parameters["name"]
        if try mode == .create || mode == .append && self.isMissing(name, for: caller) {
            do {
                let created = try await DataSourceCreation(services: self.services, caller: caller).run(&upload)
                guard upload.file != nil || upload.parameters["url"] != nil else {
                    return try await self.answer(to: created, in: caller.workspace, context: context)
                }
                name = created.name
            } catch let error as RequestError {
                // Of several first appends, one makes the data source.
                guard mode == .append, error.code == .conflict, try !self.isMissing(name, for: caller) else { throw error }
            }
        }
        guard let name else { throw WireError.missingParameter("name") }
        let job = try await self.run(mode, into: name, upload, request, by: caller, context: context)
        let members = job.members(host: request.host)
        // The answer that announces a job must not have the key at all (http-api contract, 6.3).
        guard job.status.isEnd else { return try jsonResponse(JSONObject.object(members + [("job", .object(members))])) }
        if job.status == .error { return try jsonResponse(JSONObject.object(members), status: .badRequest) }
        return try jsonResponse(JSONObject.object(members + [("error", .boolean(false))]))
    }

    /// Whether a data source is not there and the caller may make it.
    private func isMissing(_ name: String?, for caller: Caller) throws -> Bool {
        guard let name, caller.grant.mayCreateDataSources else { return false }
        return try self.services.catalog.snapshot(of: caller.workspace).dataSource(name) == nil
    }

    private func answer(to created: DataSource, in id: WorkspaceID, context: GatewayContext) async throws -> Response {
        let workspace = try self.services.workspaces.live(id)
        let sizes = try await self.services.statistics.sizes(of: workspace.snapshot.workspace)
        return try jsonResponse(
            JSONObject.object([
                ("import_id", .text(context.requestID)), ("error", .boolean(false)),
                ("datasource", DataSourceObject(created, in: workspace, sizes: sizes).object()),
            ]))
    }

    private func append(_ request: Request, context: GatewayContext) async throws -> Response {
        try await self.answerWithJob(.append, request, context: context)
    }

    private func replace(_ request: Request, context: GatewayContext) async throws -> Response {
        try await self.answerWithJob(.replace, request, context: context)
    }

    private func answerWithJob(_ mode: Mode, _ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let name = try context.parameters.require("datasource").removingPercentEncoding ?? ""
        let job = try await self.run(mode, into: name, try await Upload(request), request, by: caller, context: context)
        // Its failure is the job's: this answer must not have an error (http-api contract, 6.4).
        return try jsonResponse(JSONObject.object(job.members(host: request.host).filter { $0.0 != "error" }), status: .accepted)
    }

    // MARK: The work

    private func run(
        _ mode: Mode, into name: String, _ upload: Upload, _ request: Request, by caller: Caller, context: GatewayContext
    ) async throws -> Job {
        let wanted = try self.importRequest(mode, into: name, caller, request, upload.parameters, context: context)
        if let url = upload.parameters["url"] { return try await self.services.imports.fetch(wanted, from: try RemoteURL(url)) }
        do {
            return try await self.services.imports.upload(wanted, from: FileBody(upload.file ?? request.carrying(ByteBuffer())))
        } catch let error as any ServiceError where error.code == .partlyDone {
            return try await self.services.jobs.job(wanted.id, of: caller.workspace)
        }
    }

    private func importRequest(
        _ mode: Mode, into name: String, _ caller: Caller, _ request: Request, _ parameters: WireParameters, context: GatewayContext
    ) throws -> ImportRequest {
        guard let dataSource = try self.services.catalog.snapshot(of: caller.workspace).dataSource(name) else {
            throw IngestError.unknownDataSource(name)
        }
        try caller.require(caller.grant.mayAppend(to: dataSource.name), scope: "DATASOURCES:APPEND:\(dataSource.name)")
        if mode == .replace { try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE") }
        try self.services.limiter.take(.imports(caller.workspace), by: caller.grant, for: context)
        let condition = try parameters["replace_condition"].map {
            try self.services.queries.condition($0, on: dataSource.name, in: caller.workspace, grant: caller.grant)
        }
        return ImportRequest(
            id: context.requestID, workspace: caller.workspace, dataSource: dataSource,
            mode: mode == .replace ? .replace(condition: condition) : .append(idempotencyKey: request.headers[.idempotencyKey]),
            format: try ImportFormat(parameters))
    }
}

extension ImportFormat {
    /// The format that parameters name: CSV, with its dialect, unless they say otherwise.
    init(_ parameters: WireParameters) throws {
        switch parameters["format"] ?? "csv" {
        case "ndjson", "json": self = .ndjson
        case "csv":
            self = .csv(
                try CSVOptions(
                    dialectDelimiter: parameters["dialect_delimiter"], escapeCharacter: parameters["dialect_escapechar"],
                    newLine: parameters["dialect_new_line"]))
        case "parquet": self = .parquet
        default: throw WireError.badParameter("format", expected: "csv, ndjson or parquet")
        }
    }
}
