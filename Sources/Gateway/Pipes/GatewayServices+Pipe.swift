// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import Queries
internal import Workspaces

extension GatewayServices {
    /// The pipe that a path names, by its name or id, if the caller may read it.
    func pipe(_ nameOrID: String, caller: Caller) throws -> CompiledPipe {
        let workspace = try self.workspaces.live(caller.workspace)
        guard let name = workspace.snapshot.pipe(nameOrID)?.name, let pipe = workspace.pipes[name] else {
            throw QueryError.unknownPipe(nameOrID)
        }
        guard caller.grant.mayReadPipe(name) else { throw QueryError.pipeNotReadable(name) }
        return pipe
    }
}

extension GatewayContext {
    /// What stands in a path of the form `/pipes/:pipe…`.
    func pipe() throws -> String { try self.parameters.require("pipe").removingPercentEncoding ?? "" }
}
