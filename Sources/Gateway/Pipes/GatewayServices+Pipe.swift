// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import MartletCore
internal import Queries
internal import Templates
internal import Workspaces

extension GatewayServices {
    /// A pipe that the caller may read.
    func pipe(_ nameOrID: String, caller: Caller, deployment: DeploymentChoice? = nil) throws -> CompiledPipe {
        let pipe = try self.workspaces.workspace(caller.workspace, deployment).pipe(nameOrID)
        guard caller.grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(pipe.pipe.name) }
        return pipe
    }

    /// Who asks, and the pipe that the path names.
    func pipe(of request: Request, context: GatewayContext) throws -> (Caller, CompiledPipe) {
        let caller = try self.catalog.caller(of: request)
        return (caller, try self.pipe(try context.pipe(), caller: caller))
    }

    /// A pipe as it is now, and how the API shows it.
    func pipeObject(_ name: String, for request: Request, of caller: Caller) async throws -> PipeObject {
        let workspace = try self.workspaces.live(caller.workspace)
        guard let compiled = workspace.pipes[name] else { throw QueryError.unknownPipe(name) }
        return PipeObject(
            compiled, in: workspace.snapshot.workspace, owner: self.ownerEmail, baseURL: request.baseURL,
            schedules: await self.schedules(in: workspace.snapshot))
    }

    /// What a request for rows of a pipe asks for.
    func endpointCall(
        of request: Request, pipe: CompiledPipe, format: OutputFormat, caller: Caller, context: GatewayContext
    ) async throws -> EndpointCall {
        let parameters = try await request.collectedParameters()
        context.note.set(parameters)
        let deployment = try request.deployment
        let declared = try self.workspaces.workspace(caller.workspace, deployment).parameterNames(of: pipe.pipe.name)
        var call = EndpointCall(
            pipe: pipe.pipe.name, format: format, arguments: parameters.templateArguments(declared: declared),
            query: parameters["q"].flatMap { $0.isEmpty ? nil : $0 }, settings: OutputSettings(parameters),
            deployment: deployment)
        call.clock = try parameters.heldClock(for: caller)
        return call
    }
}

extension Request {
    /// The deployment that a request names; nil for the live one.
    var deployment: DeploymentChoice? {
        get throws {
            // Hardly any request names one, and all are asked.
            guard let query = self.uri.query, query.contains("__tb__deployment"),
                let text = try WireParameters(query: query)["__tb__deployment"], !text.isEmpty
            else { return nil }
            guard let choice = DeploymentChoice(text) else {
                throw RequestError(.invalidRequest, "__tb__deployment: \"\(text)\" is no deployment: use \"staging\" or a number")
            }
            return choice
        }
    }
}

extension GatewayContext {
    /// What stands in a path of the form `/pipes/:pipe…`.
    func pipe() throws -> String {
        let text = try self.parameters.require("pipe")
        return text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding ?? "" : text
    }
}
