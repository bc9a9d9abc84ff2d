// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
internal import HTTPTypes
internal import Hummingbird
internal import Queries
internal import Workspaces

/// The live form of an endpoint: its answer as server-sent events, the next one when the data changes.
struct LiveRoute: Sendable {
    let services: GatewayServices

    /// What is wrong with the call, or keeps the first answer from coming, is an ordinary error; from then on errors are events.
    func open(_ call: EndpointCall, request: Request, caller: Caller, context: GatewayContext) async throws -> Response {
        let live = LiveRequest(
            call, in: caller.workspace, lastEventID: try request.lastEventID,
            grant: { [catalog = self.services.catalog, text = request.tokenText] in try catalog.grant(forShownText: text) },
            disconnect: { context.disconnect() })
        let subscription = try await context.whileConnected { try await self.services.live.open(live) }
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store", .xAccelBuffering: "no"]
        if request.method == .head {
            subscription.end()
            return Response(status: .ok, headers: headers)
        }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                let hangup = try await context.hangup()
                hangup.onHangup { subscription.end() }
                defer { hangup.onHangup(nil) }
                try await writer.write(LiveEvent.beginning)
                while let event = await subscription.next() { try await writer.write(event.bytes) }
                try await writer.finish(nil)
            })
    }
}

extension Request {
    /// Whether the caller wants a stream of events, as browsers' `EventSource` says.
    var acceptsEvents: Bool { self.headers[.accept]?.contains("text/event-stream") == true }

    /// The last event that the caller has seen: browsers send it when they connect again; others may pass it as a parameter.
    fileprivate var lastEventID: String? {
        get throws {
            if let header = self.headers[.lastEventID] { return header }
            let parameters = try WireParameters(query: self.uri.query)
            return parameters["last_event_id"] ?? parameters["lastEventId"]
        }
    }
}
