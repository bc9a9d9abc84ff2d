// Part of Martlet. Apache License 2.0; see LICENSE.

extension MartletClient {
    /// How far a job is.
    public func job(_ id: String) async throws -> JobSummary {
        try await self.send(.get, "/v0/jobs/\(Self.escaped(id))", as: JobSummary.self)
    }

    /// Waits until a job has ended, and fails as it does.
    @discardableResult
    public func finish(_ begun: JobReference) async throws -> JobSummary {
        // Short ones are told of at once, long ones do not load the server.
        var pause = Duration.milliseconds(20)
        while true {
            let job = try await self.retries.run { try await self.job(begun.id) }
            if job.status == "done" { return job }
            guard !job.isEnded else { throw MartletClientError(status: 200, message: "job \(job.id): \(job.error ?? job.status)") }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }

    /// All that the server says of a job.
    package func jobDetails(_ id: String) async throws -> JSONValue {
        try await self.send(.get, "/v0/jobs/\(Self.escaped(id))", as: JSONValue.self)
    }

    /// The newest jobs of the last days, 100 at most.
    package func jobs(status: String? = nil, kind: String? = nil) async throws -> [JobSummary] {
        struct JobList: Decodable { let jobs: [JobSummary] }
        let query = [("status", status), ("kind", kind)].compactMap { name, value in value.map { (name, $0) } }
        return try await self.send(.get, "/v0/jobs", query: query, as: JobList.self).jobs
    }

    /// Asks a job to end, and says what has become of it.
    package func cancelJob(_ id: String) async throws -> JobSummary {
        try await self.send(.post, "/v0/jobs/\(Self.escaped(id))/cancel", as: JobSummary.self)
    }

    /// Begins a job again that has failed, and returns the identity of the new one.
    package func retryJob(_ id: String) async throws -> String {
        struct Retried: Decodable { let id: String }
        return try await self.send(.post, "/v0/jobs/\(Self.escaped(id))/retry", as: Retried.self).id
    }
}
