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

extension MartletClient {
    /// Prints the pipes of a type.
    func list(_ type: String) async throws {
        let rows = try await self.pipes().filter { $0.type == type }.map { pipe in
            [pipe.name, pipe.schedule?.cron ?? "", pipe.schedule?.status ?? "", String(pipe.updatedAt.prefix(19))]
        }
        let table = Table(columns: [.text("name"), .text("schedule"), .text("status"), .text("updated at")], rows: rows)
        Terminal.output.write(table.rendered(style: TextStyle(of: .standardOutput)))
    }

    /// Waits for a job, and fails as it does.
    func finish(_ begun: JobSummary, verb: String) async throws {
        var job = begun
        while !job.isEnded {
            try await Task.sleep(for: .milliseconds(300))
            job = try await self.job(job.id)
        }
        guard job.status == "done" else {
            Terminal.error.write("job \(job.id): \(job.error ?? job.status)\n")
            throw ExitCode.failure
        }
        Terminal.output.write("\(job.statistics.rowCount) rows \(verb)\n")
    }
}
