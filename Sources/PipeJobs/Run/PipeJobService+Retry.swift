// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Jobs
internal import Templates
package import Workspaces

extension PipeJobService {
    /// Begins once more what a job of a copy pipe or a sink was asked for: the pipe as it is now, with the arguments of then.
    package func runAgain(_ job: Job) async throws -> Job {
        let pipe = job.parameters["pipe_id"] ?? ""
        let arguments = try TemplateArguments(json: job.parameters["arguments"])
        guard job.kind == .sinking else {
            let request = try CopyRequest(pipe: pipe, arguments: arguments, mode: job.parameters["mode"])
            return try await self.copy(request, in: job.workspace)
        }
        let settings = try TemplateArguments(json: job.parameters["settings"]).texts
        return try await self.sink(SinkRequest(pipe: pipe, arguments: arguments, settings: settings), in: job.workspace)
    }
}
