// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Workspaces

/// The ClickHouse HTTP protocol: `GET|POST /?query=…`, `/ping`, `/replicas_status` (http-api contract, 18).
struct ClickHouseRoutes: Sendable {
    let services: GatewayServices
    let clickHouse: ClickHouseService

    func add(to router: Router<GatewayContext>) {
        router.get("/ping") { _, _ in Self.ok }
        router.get("/replicas_status") { _, _ in Self.ok }
        router.get("/", use: self.run)
        router.post("/", use: self.run)
    }

    /// What a request without a query is answered with.
    private static var ok: Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=UTF-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: "Ok.\n")))
    }

    private func run(_ request: Request, context: GatewayContext) async throws -> Response {
        if request.method == .get, request.uri.query == nil { return Self.ok }
        let message = try await ClickHouseRequest(request)
        let grant = try self.grant(for: message.credentials)
        guard let workspace = grant.token.workspaceID else { throw ClickHouseException.authenticationFailed(user: message.call.user) }
        try self.services.limiter.take(.queries(workspace), by: grant, for: context)
        let answer = try await context.whileConnected {
            try await self.clickHouse.answer(message.call, in: workspace, grant: grant)
        }
        return answer.httpResponse(to: message, requestID: context.requestID)
    }

    private func grant(for credentials: ClickHouseCredentials) throws -> AccessGrant {
        guard let token = credentials.token, !token.isEmpty else { throw ClickHouseException.passwordRequired }
        guard let grant = self.services.catalog.grant(forTokenText: token) else {
            throw ClickHouseException.authenticationFailed(user: credentials.user)
        }
        return grant
    }
}

extension ClickHouseAnswer {
    /// The answer as it streams from the engine.
    fileprivate func httpResponse(to request: ClickHouseRequest, requestID: String) -> Response {
        var headers: HTTPFields = [
            .clickHouseTimezone: self.timezone, .clickHouseServerName: "martlet", .clickHouseQueryID: request.queryID ?? requestID,
        ]
        guard let response = self.response else { return Response(status: .ok, headers: headers, body: ResponseBody()) }
        headers[.contentType] = response.contentType
        headers[.clickHouseFormat] = self.format.name
        headers[.clickHouseSummary] = response.summary.headerText
        if request.compression == .gzip { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { withExtendedLifetime(response.lease) {} }
                var encoders = try self.encoders(for: request)
                for try await chunk in response.body {
                    var bytes = chunk
                    for index in encoders.indices { bytes = try encoders[index].encode(bytes) }
                    if bytes.readableBytes > 0 { try await writer.write(bytes) }
                }
                for index in encoders.indices {
                    var bytes = try encoders[index].finish()
                    for next in encoders.indices[(index + 1)...] { bytes = try encoders[next].encode(bytes) }
                    if bytes.readableBytes > 0 { try await writer.write(bytes) }
                }
                try await writer.finish(nil)
            })
    }

    /// What the engine's bytes go through, in this order.
    private func encoders(for request: ClickHouseRequest) throws -> [any AnswerEncoder] {
        var encoders: [any AnswerEncoder] = []
        if self.format.isNative, request.revision > 0 { encoders.append(NativeEncoder(revision: request.revision)) }
        switch request.compression {
        case .gzip: encoders.append(try GzipEncoder())
        case .clickHouseBlocks: encoders.append(ClickHouseBlockEncoder())
        case nil: break
        }
        return encoders
    }
}

extension EngineSummary {
    /// As ClickHouse writes it: every number is a text.
    fileprivate var headerText: String {
        let (seconds, attoseconds) = self.elapsed.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        return """
            {"read_rows":"\(self.readRows)","read_bytes":"\(self.readBytes)","written_rows":"0","written_bytes":"0",\
            "elapsed_ns":"\(nanoseconds)"}
            """
    }
}
