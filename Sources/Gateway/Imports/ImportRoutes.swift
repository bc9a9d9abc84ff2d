// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Workspaces

/// Files into data sources: `POST /v0/datasources?mode=…` and `POST /v1/datasources/:datasource/append|replace` (http-api contract, 6.3
/// and 6.4). The file is taken in while it arrives; the answer comes when its rows can be queried.
struct ImportRoutes: Sendable {
    let services: GatewayServices
    let history: JobHistory

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
                guard upload.file != nil else { return try await self.answer(to: created, in: caller.workspace, context: context) }
                name = created.name
            } catch let error as RequestError {
                // Of several first appends, one makes the data source.
                guard mode == .append, error.code == .conflict, try !self.isMissing(name, for: caller) else { throw error }
            }
        }
        guard let name else { throw WireError.missingParameter("name") }
        let job = try await self.run(
            mode, into: name, upload.file ?? request.carrying(ByteBuffer()), upload.parameters, context: context)
        if let error = job.error { return try jsonResponse(JSONObject.object([("error", .text(error))]), status: .badRequest) }
        guard case .object(let members) = job.object(host: request.host) else { preconditionFailure("a job is an object") }
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
        let parameters = try WireParameters(query: request.uri.query)
        let name = try context.parameters.require("datasource").removingPercentEncoding ?? ""
        let job = try await self.run(mode, into: name, request, parameters, context: context)
        // Its failure is the job's: this answer must not have an error (http-api contract, 6.4).
        guard case .object(let members) = job.object(host: request.host) else { preconditionFailure("a job is an object") }
        return try jsonResponse(JSONObject.object(members.filter { $0.0 != "error" }), status: .accepted)
    }

    // MARK: The work

    private func run(
        _ mode: Mode, into name: String, _ request: Request, _ parameters: WireParameters, context: GatewayContext
    ) async throws -> JobHistory.Job {
        let caller = try self.services.catalog.caller(of: request)
        guard let dataSource = try self.services.catalog.snapshot(of: caller.workspace).dataSource(name) else {
            throw IngestError.unknownDataSource(name)
        }
        try caller.require(caller.grant.mayAppend(to: dataSource.name), scope: "DATASOURCES:APPEND:\(dataSource.name)")
        if mode == .replace { try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE") }
        try self.services.limiter.take(.imports(caller.workspace), for: context)
        guard parameters["url"] == nil else {
            throw RequestError(.invalidRequest, "importing from a URL is not supported yet: send the file as the body")
        }
        let format = try ImportFormat(parameters)
        let started = Timestamp.now()
        var (counts, failure): (ImportCounts, String?) = (ImportCounts(), nil)
        do {
            switch mode {
            case .create, .append:
                var rows = try await self.services.ingestion.append(
                    format, to: dataSource.name, of: caller.workspace, importID: context.requestID,
                    idempotencyKey: request.headers[.idempotencyKey])
                try await FileBody(request).forEachPiece { try await rows.push($0) }
                try await rows.finish()
                counts = rows.counts
            case .replace:
                let condition = try parameters["replace_condition"].map {
                    try self.services.queries.condition($0, on: dataSource.name, in: caller.workspace, grant: caller.grant)
                }
                counts = try await self.services.ingestion.replace(
                    format, in: dataSource.name, of: caller.workspace, importID: context.requestID, where: condition
                ) { rows in
                    try await FileBody(request).forEachPiece { try await rows.push($0) }
                    try await rows.finish()
                }
            }
        } catch let error as any ServiceError where error.code == .partlyDone {
            failure = error.message
        }
        let job = JobHistory.Job(
            id: context.requestID, kind: .importing, workspace: caller.workspace, dataSource: dataSource, startedAt: started,
            endedAt: .now(), error: failure, details: Self.details(of: counts, format: format, id: context.requestID))
        self.history.add(job)
        return job
    }

    private static func details(of counts: ImportCounts, format: ImportFormat, id: String) -> [(String, JSONObject)] {
        let lines = counts.rowCount + counts.quarantinedCount
        let result: JSONObject = .object([
            ("lines", .integer(lines)), ("parser", .text(format == .ndjson ? "ndjson" : "csv")),
            ("quarantine", .integer(counts.quarantinedCount)), ("bytes", .integer(counts.byteCount)), ("invalid_lines", .integer(0)),
            ("empty_lines", .integer(0)), ("time", .double(0)),
        ])
        return [
            ("import_id", .text(id)), ("quarantine_rows", .integer(counts.quarantinedCount)), ("invalid_lines", .integer(0)),
            ("statistics", .object([("bytes", .integer(counts.byteCount)), ("row_count", .integer(counts.rowCount))])),
            (
                "blocks",
                .list([.object([("block_id", .text(id)), ("process_return", .list([result])), ("processing_time", .double(0))])])
            ),
            ("block_log", .list([.object([("block_id", .text(id)), ("status", .text("done"))])])),
        ]
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
        default: throw WireError.badParameter("format", expected: "csv or ndjson")
        }
    }
}
