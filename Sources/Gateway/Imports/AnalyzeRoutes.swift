// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FileSources
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import Workspaces

/// `POST /v0/analyze`: a schema for a sample of NDJSON or CSV (http-api contract, 7).
struct AnalyzeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/analyze", use: self.analyze)
    }

    private func analyze(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        var upload = try await Upload(request)
        let sample = try await upload.sample(upTo: SampleAnalyzer.sampleByteLimit)
        switch SampleFormat(guessing: sample) {
        case .rows(let format): return try jsonResponse(try SampleAnalyzer.analyze(sample, as: format))
        case .parquet: throw RequestError(.invalidRequest, "Parquet cannot be analyzed yet: send NDJSON or CSV")
        }
    }
}
