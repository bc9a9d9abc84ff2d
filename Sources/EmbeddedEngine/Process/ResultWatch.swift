// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ServiceLifecycle

/// Stops statements whose formatted result grows beyond its limit.
///
/// `max_result_bytes` bounds what the engine counts, its columns; names and spaces can make a text many times as long,
/// and it is held in memory until it is sent.
struct ResultWatch: Service {
    let pool: EnginePool
    let limit: Int

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: EngineLimits.resultCheckInterval)
                self.pool.stopRuns(withResultsOver: self.limit)
            }
        }
    }
}
