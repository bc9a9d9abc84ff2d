// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import Queries
internal import Workspaces

extension GatewayServices {
    /// The pipe that a path names, by its name or id, if the caller may read it.
    func pipe(_ nameOrID: String, caller: Caller) throws -> CompiledPipe {
        let pipe = try self.workspaces.live(caller.workspace).pipe(nameOrID)
        guard caller.grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(pipe.pipe.name) }
        return pipe
    }
}

extension GatewayContext {
    /// What stands in a path of the form `/pipes/:pipe…`.
    func pipe() throws -> String {
        let text = try self.parameters.require("pipe")
        return text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding ?? "" : text
    }
}
