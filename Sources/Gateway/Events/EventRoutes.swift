// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import NIOCore
internal import Observability
internal import Workspaces

/// `POST /v0/events`: the Events API (http-api contract, 5).
struct EventRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/events", use: self.append)
    }

    private func append(_ request: Request, context: GatewayContext) async throws -> Response {
        // Everything that can be refused is refused before the body is read.
        let parameters = try WireParameters(query: request.uri.query)
        let caller = try self.services.catalog.caller(of: request)
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let dataSource = snapshot.dataSource(name)?.name ?? name
        try caller.require(caller.grant.mayAppend(to: dataSource), scope: "DATASOURCES:APPEND:\(dataSource)")
        guard let target = snapshot.dataSources[dataSource] else { throw IngestError.unknownDataSource(dataSource) }
        context.note.begin(.events(for: NamedResource(target)), by: caller)
        try self.services.limiter.take(.events(caller.workspace, dataSource: dataSource), by: caller.grant, for: context)
        guard let format = AppendRequest.Format(rawValue: parameters["format"] ?? "ndjson") else {
            throw WireError.badParameter("format", expected: "ndjson or json")
        }
        let events = AppendRequest(
            workspace: caller.workspace, dataSource: dataSource, format: format,
            body: try await request.collectedBytes(upTo: IngestLimits.bodySize), importID: context.requestID,
            waitsForCommit: parameters.flag("wait"), idempotencyKey: try Self.idempotencyKey(of: request, parameters))
        var counts = AppendCounts()
        counts.decompressedByteCount = events.body.count
        counts.receivedByteCount = request.headers[.contentLength].flatMap { Int($0) } ?? events.body.count
        context.note.set(counts)
        let result =
            if events.body.count <= Self.sizeOnEventLoop.bytes {
                try await self.services.ingestion.append(events)
            } else {
                try await onWorkerThreads { try await self.services.ingestion.append(events) }
            }
        counts.rowCount = result.successfulRows
        counts.quarantinedCount = result.quarantinedRows
        context.note.set(counts)
        var response = jsonResponse(Self.answer(result), status: result.isCommitted ? .ok : .accepted)
        if result.isRepetition { response.headers[.idempotentReplayed] = "true" }
        return response
    }

    /// Bodies above are decoded where they delay nobody: this much takes a tenth of a millisecond.
    private static let sizeOnEventLoop = ByteCount.kibibytes(32)

    private static func answer(_ result: AppendResult) -> ByteBuffer {
        ByteBuffer(string: #"{"successful_rows":\#(result.successfulRows),"quarantined_rows":\#(result.quarantinedRows)}"#)
    }

    /// A browser's beacon can set no header, so the key may come in the query, too.
    private static func idempotencyKey(of request: Request, _ parameters: WireParameters) throws -> String? {
        guard let key = request.headers[.idempotencyKey] ?? parameters["idempotency_key"] else { return nil }
        guard 1...GatewayLimits.idempotencyKeyBytes ~= key.utf8.count else {
            throw WireError.badParameter("Idempotency-Key", expected: "1 to \(GatewayLimits.idempotencyKeyBytes) bytes")
        }
        return key
    }
}
