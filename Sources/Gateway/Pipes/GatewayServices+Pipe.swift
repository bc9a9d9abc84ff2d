// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import Queries
internal import Templates
internal import Workspaces

extension GatewayServices {
    /// A pipe that the caller may read.
    func pipe(_ nameOrID: String, caller: Caller) throws -> CompiledPipe {
        let pipe = try self.workspaces.live(caller.workspace).pipe(nameOrID)
        guard caller.grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(pipe.pipe.name) }
        return pipe
    }

    /// Who asks, and the pipe that the path names.
    func pipe(of request: Request, context: GatewayContext) throws -> (Caller, CompiledPipe) {
        let caller = try self.catalog.caller(of: request)
        return (caller, try self.pipe(try context.pipe(), caller: caller))
    }

    /// What a request for rows of a pipe asks for.
    func endpointCall(of request: Request, pipe: CompiledPipe, format: OutputFormat, caller: Caller) async throws -> EndpointCall {
        let parameters = try await request.collectedParameters()
        let declared = try self.workspaces.live(caller.workspace).parameterNames(of: pipe.pipe.name)
        var call = EndpointCall(
            pipe: pipe.pipe.name, format: format, arguments: parameters.templateArguments(declared: declared),
            query: parameters["q"].flatMap { $0.isEmpty ? nil : $0 }, settings: OutputSettings(parameters))
        call.clock = try parameters.heldClock(for: caller)
        return call
    }
}

extension GatewayContext {
    /// What stands in a path of the form `/pipes/:pipe…`.
    func pipe() throws -> String {
        let text = try self.parameters.require("pipe")
        return text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding ?? "" : text
    }
}
