// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Observability
internal import Workspaces

/// Tells the service data sources of each request that its route has noted something of.
struct RequestRecords: RouterMiddleware {
    typealias Context = GatewayContext

    let log: ServiceLog

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let (moment, start) = (Moment.now(), ContinuousClock.now)
        do {
            let response = try await next(request, context)
            self.record(request, context, status: response.status.code, at: moment, lasting: ContinuousClock.now - start)
            return response
        } catch {
            context.note.fail("the client left before it was answered")
            self.record(request, context, status: Self.clientLeft, at: moment, lasting: ContinuousClock.now - start)
            throw error
        }
    }

    /// What nobody is told, as web servers write it into their logs.
    private static let clientLeft = 499

    private func record(_ request: Request, _ context: GatewayContext, status: Int, at moment: Moment, lasting duration: Duration) {
        let note = context.note.content
        guard let subject = note.subject, let caller = note.caller, !note.isAboutService else { return }
        let token = NamedResource(id: caller.grant.token.id, name: caller.grant.token.name)
        let error = note.error ?? (status >= 400 ? "" : nil)
        switch subject {
        case .query(let pipe):
            self.log.add(
                QueryRecord(
                    workspace: caller.workspace, pipe: pipe, token: token, request: RequestFacts(request, context, note.parameters),
                    start: moment, duration: duration, status: status, error: error, figures: note.figures))
        case .events(let dataSource):
            var counts = note.counts
            counts.successfulRequests = error == nil ? 1 : 0
            counts.failedRequests = error == nil ? 0 : 1
            counts.isLimited = status == HTTPResponse.Status.tooManyRequests.code
            if let address = context.remoteAddress?.ipAddress { counts.addresses = [address] }
            counts.tokens = [token.id]
            self.log.add(counts, of: dataSource.id, in: caller.workspace, at: moment)
        }
    }
}

extension RequestFacts {
    init(_ request: Request, _ context: GatewayContext, _ parameters: WireParameters?) {
        self.init(
            id: context.requestID, method: request.method.rawValue, url: (request.head.path ?? "").withoutToken,
            parameters: parameters?.recorded ?? [:], userAgent: request.headers[.userAgent], clientIP: context.remoteAddress?.ipAddress)
    }
}

extension WireParameters {
    /// The texts of all parameters but the token, as far as there are not too many.
    fileprivate var recorded: [String: String] {
        var recorded: [String: String] = [:]
        for name in self.names.prefix(GatewayLimits.recordedParameters) where name != "token" {
            guard let text = self[name] else { continue }
            recorded[name] =
                text.utf8.count <= GatewayLimits.recordedTextBytes ? text : String(text.prefix(GatewayLimits.recordedTextBytes))
        }
        return recorded
    }
}

extension String {
    /// A path with its query, but for the token that may stand there.
    fileprivate var withoutToken: String {
        guard let mark = self.firstIndex(of: "?"), self[mark...].contains("token=") else { return self }
        let query = self[self.index(after: mark)...].split(separator: "&").filter { !$0.hasPrefix("token=") }.joined(separator: "&")
        return String(self[..<mark]) + (query.isEmpty ? "" : "?\(query)")
    }
}
