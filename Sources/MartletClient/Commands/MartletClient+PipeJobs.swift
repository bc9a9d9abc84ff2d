// Part of Martlet. Apache License 2.0; see LICENSE.

extension MartletClient {
    /// What a pipe does when it runs.
    package enum PipeRun: String, Sendable {
        /// It fills a data source.
        case copy
        /// It writes files.
        case sink
    }

    /// Begins a run of a copy or a sink; the job goes on behind the answer.
    ///
    /// - Parameter mode: `append` or `replace`; nil for what the datafile says.
    package func run(
        _ run: PipeRun, of pipe: String, parameters: [(String, String)] = [], mode: String? = nil
    ) async throws -> BegunRun {
        let query = parameters + (mode.map { [("_mode", $0)] } ?? [])
        return try await self.send(.post, "\(Self.path(ofPipe: pipe))/\(run.rawValue)", query: query, as: BegunRun.self)
    }

    /// Stops a pipe from running by its schedule, or lets it again.
    package func setPaused(_ isPaused: Bool, _ run: PipeRun, of pipe: String) async throws {
        _ = try await self.send(.post, "\(Self.path(ofPipe: pipe))/\(run.rawValue)/\(isPaused ? "pause" : "resume")")
    }

    /// Begins to run a materialized node over the rows that its source has.
    ///
    /// - Parameters:
    ///   - condition: Which rows of the source, as SQL; nil for all.
    ///   - isTruncating: Whether the target is emptied first.
    package func populate(
        _ pipe: String, node: String, condition: String? = nil, isTruncating: Bool = false
    ) async throws -> JobSummary {
        var query = condition.map { [("populate_condition", $0)] } ?? []
        if isTruncating { query.append(("truncate", "true")) }
        let path = "\(Self.path(ofPipe: pipe))/nodes/\(Self.escaped(node))/population"
        return try await self.send(.post, path, query: query, as: BegunJob.self).job
    }

    /// A run that goes on behind its answer.
    package struct BegunRun: Sendable, Hashable, Decodable {
        /// Its job.
        package let job: JobSummary
        private let tags: Tags?

        /// The data source that a copy fills, by its identity.
        package var targetDataSource: String? { self.tags?.copyTarget }

        private struct Tags: Sendable, Hashable, Decodable {
            let copyTarget: String?
            enum CodingKeys: String, CodingKey { case copyTarget = "copy_target_datasource" }
        }
    }

    private struct BegunJob: Decodable { let job: JobSummary }

    private static func path(ofPipe pipe: String) -> String { "/v0/pipes/\(self.escaped(pipe))" }
}
