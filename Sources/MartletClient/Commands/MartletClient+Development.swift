// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

extension MartletClient {
    /// Tries `files` in the workspace, at once. Rows are kept where their data source's new shape allows; where not, a workspace for
    /// development gives them up, and any other refuses.
    package func build(_ files: [DeploymentFile]) async throws -> BuildReceipt {
        struct Answer: Decodable { let build: BuildReceipt }
        let boundary = "martlet-\(UInt64.random(in: .min ... .max))"
        return try await self.send(
            .post, "/v1/build", body: Self.multipart(files, boundary: boundary),
            contentType: "multipart/form-data; boundary=\(boundary)", as: Answer.self
        ).build
    }

    /// The same server as another token sees it.
    package func showing(token: String) -> MartletClient {
        MartletClient(url: self.url, token: token, httpClient: self.httpClient, timeout: self.timeout)
    }

    /// The formats of files that can be appended.
    package enum FileFormat: String, Sendable, CaseIterable {
        case ndjson, csv, parquet
    }

    /// Appends the rows of a file and returns when they can be queried.
    package func append(_ file: ByteBuffer, as format: FileFormat, to dataSource: String) async throws -> AppendReceipt {
        let job = try await self.send(
            .post, "/v1/datasources/\(Self.escaped(dataSource))/append", query: [("format", format.rawValue)], body: file,
            as: ImportSummary.self)
        guard job.status == "done" else {
            throw MartletClientError(status: nil, message: try await self.job(job.id).error ?? "the import ended as \(job.status)")
        }
        return AppendReceipt(successfulRows: job.statistics.rowCount, quarantinedRows: job.quarantineRows)
    }
}

/// What became of a file that was appended.
private struct ImportSummary: Decodable {
    let id: String
    let status: String
    let statistics: JobSummary.Statistics
    let quarantineRows: Int

    enum CodingKeys: String, CodingKey {
        case id, status, statistics
        case quarantineRows = "quarantine_rows"
    }
}
