// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import NIOCore

extension EngineClient {
    /// Whether the engine tells all that a statement has cost only afterwards: our own child does, in ``lateStatistics()``.
    package var tellsLate: Bool { if case .unixSocket = self.address { true } else { false } }

    /// What statements have cost that were sent with `log_queries` and a `log_comment`, by the latter; each is told once.
    package func lateStatistics() async throws -> [String: EngineSummary] {
        guard self.tellsLate else { return [:] }
        let request = HTTPClientRequest(url: self.address.url(of: "/statistics"))
        let response = try await self.httpClient.execute(request, timeout: .seconds(5))
        let text = String(buffer: try await response.body.collect(upTo: self.limits.metadataBytes))
        var summaries: [String: EngineSummary] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 6 else { continue }
            var summary = EngineSummary()
            summary.readRows = Int(fields[1]) ?? 0
            summary.readBytes = Int(fields[2]) ?? 0
            summary.resultRows = Int(fields[3]) ?? 0
            summary.memory = Int(fields[4]) ?? 0
            summary.processorTime = .microseconds(Int(fields[5]) ?? 0)
            summaries[String(fields[0])] = summary
        }
        return summaries
    }
}
