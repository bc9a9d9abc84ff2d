// Part of Martlet. Apache License 2.0; see LICENSE.

/// A run of a pipe, as far as it is.
public struct JobSummary: Sendable, Hashable, Decodable {
    /// How much it has stored or written.
    public struct Statistics: Sendable, Hashable, Decodable {
        /// Rows.
        public let rowCount: Int

        enum CodingKeys: String, CodingKey { case rowCount = "row_count" }
    }

    /// Its identity.
    public let id: String
    /// `waiting`, `working`, `cancelling`, `done`, `error` or `cancelled`.
    public let status: String
    /// From 0 to 100, as far as the server can tell.
    public let progressPercentage: Int
    /// What it has done so far.
    public let statistics: Statistics
    /// Why it failed.
    public let error: String?

    /// Whether it has ended, in whatever way.
    public var isEnded: Bool { ["done", "error", "cancelled"].contains(self.status) }

    enum CodingKeys: String, CodingKey {
        case id, status, statistics, error
        case progressPercentage = "progress_percentage"
    }
}

extension MartletClient {
    /// What a pipe does when it runs.
    public enum PipeRun: String, Sendable {
        /// It fills a data source.
        case copy
        /// It writes files.
        case sink
    }

    /// Begins a run of a copy or a sink; the job goes on behind the answer.
    ///
    /// - Parameter mode: `append` or `replace`; nil for what the datafile says.
    public func run(
        _ run: PipeRun, of pipe: String, parameters: [(String, String)] = [], mode: String? = nil
    ) async throws -> JobSummary {
        let query = parameters + (mode.map { [("_mode", $0)] } ?? [])
        return try await self.send(.post, "\(Self.path(ofPipe: pipe))/\(run.rawValue)", query: query, as: BegunJob.self).job
    }

    /// Stops a pipe from running by its schedule, or lets it again.
    public func setPaused(_ isPaused: Bool, _ run: PipeRun, of pipe: String) async throws {
        _ = try await self.send(.post, "\(Self.path(ofPipe: pipe))/\(run.rawValue)/\(isPaused ? "pause" : "resume")")
    }

    /// Begins to run a materialized node over the rows that its source has.
    ///
    /// - Parameters:
    ///   - condition: Which rows of the source, as SQL; nil for all.
    ///   - isTruncating: Whether the target is emptied first.
    public func populate(
        _ pipe: String, node: String, condition: String? = nil, isTruncating: Bool = false
    ) async throws -> JobSummary {
        var query = condition.map { [("populate_condition", $0)] } ?? []
        if isTruncating { query.append(("truncate", "true")) }
        let path = "\(Self.path(ofPipe: pipe))/nodes/\(Self.escaped(node))/population"
        return try await self.send(.post, path, query: query, as: BegunJob.self).job
    }

    /// How far a job is.
    public func job(_ id: String) async throws -> JobSummary {
        try await self.send(.get, "/v0/jobs/\(Self.escaped(id))", as: JobSummary.self)
    }

    private struct BegunJob: Decodable { let job: JobSummary }

    private static func path(ofPipe pipe: String) -> String { "/v0/pipes/\(self.escaped(pipe))" }
}
