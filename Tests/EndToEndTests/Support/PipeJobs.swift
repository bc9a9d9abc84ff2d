// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient

extension ServerFixture {
    /// Waits until a job has ended, and gives it back.
    func ended(job id: String, token: String) async throws -> [String: Any] {
        var job: [String: Any] = [:]
        try await eventually("job \(id) ends") {
            job = try await self.get("/v0/jobs/\(id)", token: token).json()
            return ["done", "error", "cancelled"].contains(job["status"] as? String)
        }
        return job
    }

    /// Begins what a route of a pipe begins, as soon as the server is ready for it, and gives back the job's id.
    func begin(_ path: String, token: String) async throws -> String {
        var answer = try await self.post(path, token: token, body: "")
        try await eventually("pipes may run") {
            if answer.status == 503 { answer = try await self.post(path, token: token, body: "") }
            return answer.status != 503
        }
        guard answer.status == 200, let id = (try answer.json()["job"] as? [String: Any])?["job_id"] as? String else {
            throw TimedOut(description: "\(path): \(answer.status) \(answer.body)")
        }
        return id
    }

    /// Begins what a route of a pipe begins, and waits for its job.
    func run(_ path: String, token: String) async throws -> [String: Any] {
        try await self.ended(job: try await self.begin(path, token: token), token: token)
    }

    /// The first line that a query answers in CSV.
    func line(_ sql: String, token: String) async throws -> String {
        let answer = try await self.post("/v0/sql", token: token, body: sql + " FORMAT CSV")
        guard answer.status == 200 else { throw TimedOut(description: "\(sql): \(answer.body)") }
        return answer.body.split(separator: "\n").first.map(String.init) ?? ""
    }
}

extension DeploymentFile {
    static func pipe(_ name: String, _ sql: String, _ directives: String) -> DeploymentFile {
        DeploymentFile(path: "\(name).pipe", text: "NODE n\nSQL >\n    \(sql)\nTYPE \(directives)\n")
    }

    /// Numbers and where they come from, with a view that counts them, and the view's target.
    static let copied = [
        DeploymentFile(
            path: "numbers.datasource",
            text: "SCHEMA >\n    `n` UInt64,\n    `at` DateTime DEFAULT now(),\n    `label` String DEFAULT 'none'\n\nENGINE_SORTING_KEY n\n"
        ),
        DeploymentFile(
            path: "counted.datasource",
            text: "SCHEMA >\n    `part` UInt8,\n    `c` UInt64\n\nENGINE SummingMergeTree\nENGINE_SORTING_KEY part\n"),
        DeploymentFile.pipe(
            "counting", "SELECT toUInt8(n % 2) AS part, count() AS c FROM numbers GROUP BY part", "materialized\nDATASOURCE counted"),
    ]
}
