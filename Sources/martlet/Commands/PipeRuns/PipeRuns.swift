// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `name=value` of an option.
struct Assignment: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        (self.name, self.value) = (parts[0], parts[1])
    }
}

extension Connection {
    /// Prints the pipes that run by themselves or on demand.
    func writeScheduled(_ type: String, _ options: ListingOptions) async throws {
        let rows = try await self.client().pipes().filter { try $0.type == type && options.includes($0.name) }.map { pipe in
            [
                Listing.Field.text(pipe.name), .time(pipe.updatedAt), .number(pipe.nodes.count), .text(pipe.schedule?.cron),
                .text(pipe.schedule?.status),
            ]
        }
        self.write(
            Listing(title: "Pipes", key: "pipes", columns: ["name", "updated at", "nodes", "schedule", "status"], rows: rows), options)
    }
}

extension MartletClient {
    /// Waits for a job, and fails as it does.
    @discardableResult
    func finish(_ begun: JobSummary, _ work: String) async throws -> JobSummary {
        var job = begun
        let line = ActivityLine(isVisible: Terminal.error.isInteractive)
        // Short ones are told of at once, long ones do not load the server.
        var pause = Duration.milliseconds(20)
        while !job.isEnded {
            line.show(work, percentage: job.progressPercentage)
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
            job = try await self.job(job.id)
        }
        line.clear()
        guard job.status == "done" else { throw CommandError("job \(job.id): \(job.error ?? job.status)") }
        return job
    }
}
