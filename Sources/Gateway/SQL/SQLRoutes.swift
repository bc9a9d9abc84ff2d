// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Observability
internal import Queries

/// `/v0/sql`: ad-hoc queries over what the token may read (http-api contract, 8.1).
struct SQLRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/sql", use: self.run)
        router.post("/v0/sql", use: self.run)
    }

    private func run(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        context.note.begin(.query(of: QueryRecord.queryAPI), by: caller)
        try self.services.limiter.take(.queries(caller.workspace), by: caller.grant, for: context)
        var parameters = try WireParameters(query: request.uri.query)
        var sqlText = parameters["q"]
        if request.method == .post {
            let body = try await request.collectedBody(upTo: GatewayLimits.formSize)
            if let text = try Self.sqlText(of: body, adding: &parameters) { sqlText = sqlText ?? text }
        }
        if let sqlText { parameters.add("q", text: sqlText) }
        context.note.set(parameters)
        var call = SQLCall(
            sqlText: sqlText ?? "", pipeline: parameters["pipeline"], arguments: parameters.templateArguments(declared: []),
            settings: OutputSettings(parameters), deployment: try request.deployment)
        call.clock = try parameters.heldClock(for: caller)
        let held = call
        return try await context.whileConnected { try await self.services.queries.run(held, in: caller.workspace, grant: caller.grant) }
            .httpResponse(to: context)
    }

    /// A body is JSON with a member `q`, a form with a field `q`, or else the SQL itself: its type says nothing (http-api contract, 1.3).
    private static func sqlText(of body: ByteBuffer, adding parameters: inout WireParameters) throws -> String? {
        guard body.readableBytes > 0 else { return nil }
        let text = String(buffer: body)
        if body.firstCharacter == UInt8(ascii: "{"), (try? parameters.add(json: body)) != nil { return parameters["q"] }
        guard Self.isForm(text) else { return text }
        try parameters.add(urlEncoded: text)
        return parameters["q"]
    }

    /// Whether a text begins with `name=` and has `q` among its names: SQL begins with a word and a blank.
    private static func isForm(_ text: String) -> Bool {
        guard let end = text.utf8.firstIndex(of: UInt8(ascii: "=")), end > text.startIndex else { return false }
        let isName = text[..<end].utf8.allSatisfy { $0 > UInt8(ascii: " ") && ![UInt8(ascii: "("), UInt8(ascii: "%")].contains($0) }
        return isName && (text.hasPrefix("q=") || text.contains("&q="))
    }
}
