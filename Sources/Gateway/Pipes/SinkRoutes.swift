// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import HTTPTypes
internal import Hummingbird
internal import PipeJobs
internal import Queries
internal import Templates
internal import Workspaces

/// `/v0/pipes/:pipe/sink…` (http-api contract, 11.3).
struct SinkRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        self.services.addRoutes(forRunsOf: .sink, to: router, run: self.run)
    }

    private func run(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let parameters = try await request.collectedParameters()
        let declared = try self.services.workspaces.live(caller.workspace).parameterNames(of: pipe.name)
        var settings: [String: String] = [:]
        // What the pipe calls a parameter of its own is one.
        for (name, setting) in SinkRequest.settingNames where !declared.contains(name) {
            if let value = parameters[name] { settings[setting] = value }
        }
        let sink = SinkRequest(pipe: pipe.name, arguments: parameters.templateArguments(declared: declared), settings: settings)
        let job = try await self.services.pipeJobs.sink(sink, in: caller.workspace)
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(pipe.id.text)), ("name", .text(pipe.name)), ("type", .text("sink")), ("job", job.object(host: request.host)),
            ]))
    }
}
