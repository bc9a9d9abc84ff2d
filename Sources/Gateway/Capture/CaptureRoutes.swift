// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import NIOCore
internal import Observability
internal import Workspaces

/// The routes of PostHog's SDKs: events of any data source that is shaped for them.
///
/// The key of a project is a token that may append to one data source, or to the one that the parameter `name` says.
struct CaptureRoutes: Sendable {
    let services: GatewayServices

    private static let paths = ["/capture", "/batch", "/e", "/track", "/i/v0/e"]
    /// What SDKs ask for before and beside their events.
    private static let flagPaths = ["/flags", "/decide", "/array/:key/config"]

    func add(to router: Router<GatewayContext>) {
        for path in Self.paths {
            for method in [HTTPRequest.Method.post, .get] { router.on(RouterPath(path), method: method, use: self.capture) }
        }
        for path in Self.flagPaths {
            for method in [HTTPRequest.Method.post, .get] { router.on(RouterPath(path), method: method, use: self.flags) }
        }
    }

    private func capture(_ request: Request, context: GatewayContext) async throws -> Response {
        let parameters = try WireParameters(query: request.uri.query)
        let body = try await request.collectedBytes(upTo: IngestLimits.bodySize)
        let moment = CaptureMoment(now: Date(), sentAt: parameters["_"].flatMap { CaptureMoment.date(milliseconds: $0) })
        let batch = try CapturedBatch(CaptureBody(body, query: parameters), at: moment)
        guard let caller = self.caller(showing: batch.key ?? request.tokenText) else { return try Self.invalidKey() }
        guard let name = parameters["name"] ?? caller.grant.onlyAppendableDataSource else {
            throw RequestError(
                .invalidRequest,
                "which data source is meant? Use a token that may append to exactly one, or name it by the parameter \"name\"")
        }
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        guard let target = snapshot.dataSource(name) else { throw IngestError.unknownDataSource(name) }
        try caller.require(caller.grant.mayAppend(to: target.name), scope: "DATASOURCES:APPEND:\(target.name)")
        context.note.begin(.events(for: NamedResource(target)), by: caller)
        try self.services.limiter.take(.events(caller.workspace, dataSource: target.name), by: caller.grant, for: context)
        var counts = AppendCounts()
        counts.receivedByteCount = request.headers[.contentLength].flatMap { Int($0) } ?? body.count
        counts.decompressedByteCount = body.count
        context.note.set(counts)
        let result = try await self.append(batch, to: target.name, of: caller.workspace, context: context)
        counts.rowCount = result?.successfulRows ?? 0
        counts.quarantinedCount = result?.quarantinedRows ?? 0
        context.note.set(counts)
        return Self.answer(to: parameters)
    }

    /// A page that is being left reads no answer, and an `<img>` wants an image.
    private static func answer(to parameters: WireParameters) -> Response {
        if parameters.flag("beacon") { return Response(status: .noContent) }
        guard parameters.flag("img") else { return jsonResponse(ByteBuffer(string: #"{"status":1}"#)) }
        return Response(status: .ok, headers: [.contentType: "image/gif"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: self.pixel)))
    }

    /// One transparent pixel as a GIF: a screen of one by one with two colours, the first of which is transparent, and an image
    /// whose compressed data are the codes clear, 0 and end.
    private static let pixel: [UInt8] =
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0] + [0, 0, 0, 255, 255, 255]
        + [0x21, 0xF9, 4, 1, 0, 0, 0, 0] + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0] + [2, 2, 0x44, 1, 0] + [0x3B]

    /// Nil if the events had come before: SDKs send a batch again with other times of sending, but the same events.
    private func append(
        _ batch: CapturedBatch, to dataSource: String, of workspace: WorkspaceID, context: GatewayContext
    ) async throws -> AppendResult? {
        guard !batch.rows.isEmpty else { return nil }
        do {
            return try await self.services.ingestion.append(
                AppendRequest(
                    workspace: workspace, dataSource: dataSource, format: .ndjson, body: Array(batch.rows.utf8),
                    importID: context.requestID,
                    idempotencyKey: batch.identity))
        } catch let error as any ServiceError {
            guard error.code == .conflict, batch.identity != nil else { throw error }
            return nil
        }
    }

    private func caller(showing key: String?) -> Caller? {
        guard let key, let grant = try? self.services.catalog.grant(showing: key) else { return nil }
        return grant.token.workspaceID.map { Caller(grant: grant, workspace: $0) }
    }

    private static func invalidKey() throws -> Response {
        let detail = "the project's key is not valid: it is a token that may append to a data source"
        return try jsonResponse(
            JSONObject.object([("type", .text("authentication_error")), ("code", .text("invalid_api_key")), ("detail", .text(detail))]),
            status: .unauthorized)
    }

    /// There are no flags and nothing to record, and nothing goes wrong in finding that out.
    private func flags(_ request: Request, context: GatewayContext) throws -> Response {
        try jsonResponse(
            JSONObject.object([
                ("flags", .object([])), ("featureFlags", .object([])), ("featureFlagPayloads", .object([])),
                ("errorsWhileComputingFlags", .boolean(false)), ("sessionRecording", .boolean(false)), ("surveys", .boolean(false)),
                ("supportedCompression", .list([.text("gzip"), .text("gzip-js"), .text("base64")])), ("siteApps", .list([])),
            ]))
    }
}
