// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Queries
internal import ServiceLifecycle

/// Serves live endpoints as long as the server, and ends their streams before it waits for its requests.
struct LiveStreams: Service {
    let live: LiveService

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.live.run() }
    }
}
