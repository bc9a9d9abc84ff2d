// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Jobs
internal import ServiceLifecycle

/// Runs jobs as long as the server.
struct JobRuns: Service {
    let jobs: JobService

    func run() async throws {
        await withGracefulShutdownHandler {
            await self.jobs.run()
        } onGracefulShutdown: {
            self.jobs.stop()
        }
    }
}
