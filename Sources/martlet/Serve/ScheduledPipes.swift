// Part of Martlet. Apache License 2.0; see LICENSE.

internal import PipeJobs
internal import ServiceLifecycle

/// Lets pipes run at their times as long as the server.
struct ScheduledPipes: Service {
    let pipeJobs: PipeJobService

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.pipeJobs.run() }
        self.pipeJobs.stop()
    }
}
