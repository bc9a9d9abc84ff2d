// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Jobs
internal import Workspaces

/// Runs statements that take long, and tells their job how far they are.
struct WatchedEngine: Sendable {
    let engine: EngineClient
    let interval: Duration

    /// Cancelling the task ends the statement in the engine.
    func execute(_ query: EngineQuery, as job: RunningJob) async throws {
        var query = query
        query.settings["log_comment"] = job.job.id
        query.settings["log_queries"] = "0"
        try await withThrowingTaskGroup(of: Bool.self) { [query] group in
            group.addTask {
                try await self.engine.execute(query)
                return true
            }
            group.addTask {
                await self.watch(job)
                return false
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {}
        }
    }

    private func watch(_ job: RunningJob) async {
        struct Reading: Decodable {
            let read: Int
            let expected: Int
        }
        // The embedded engine puts a number of its own before the comment.
        let query = EngineQuery(
            """
            SELECT read_rows AS read, total_rows_approx AS expected FROM system.processes \
            WHERE endsWith(Settings['log_comment'], {job: String}) ORDER BY read_rows DESC LIMIT 1
            """,
            parameters: ["job": job.job.id])
        while (try? await Task.sleep(for: self.interval)) != nil {
            guard let reading = try? await self.engine.rows(of: query, as: Reading.self).first else { continue }
            job.report { progress in
                progress.readRowCount = reading.read
                progress.expectedRowCount = max(reading.expected, reading.read)
            }
        }
    }
}
