// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// A server with MetricPal's workspace.
struct MetricPalScene {
    static let folder = repository.appending(path: "Examples/metricpal")

    let server: ServerFixture
    let app: String
    let dashboard: String

    /// What has been sent so far.
    var model = MetricPalModel()

    static func run(_ body: (inout MetricPalScene) async throws -> Void) async throws {
        try await withServer { server in
            let programs = URL(filePath: Program.path).deletingLastPathComponent().path
            let setup = try await Program.run(
                [], of: Self.folder.appending(path: "setup.sh").path,
                environment: [
                    "PATH": "\(programs):/usr/bin:/bin", "TINYBIRD_API_URL": server.url, "TINYBIRD_TOKEN": try await server.adminToken(),
                ])
            #expect(setup.status == 0, "\(setup.output)\(setup.errors)")
            var scene = MetricPalScene(
                server: server, app: try await server.token("metricpal_app"), dashboard: try await server.token("metricpal_dashboard"))
            try await body(&scene)
        }
    }

    mutating func sendEvents(_ lines: String) async throws {
        try await self.send(lines, to: "website_events")
        try self.model.addEvents(lines)
    }

    mutating func sendIdentities(_ lines: String) async throws {
        try await self.send(lines, to: "user_identities")
        try self.model.addIdentities(lines)
    }

    private func send(_ lines: String, to dataSource: String) async throws {
        let answer = try await self.server.post("/v0/events?name=\(dataSource)&wait=true", token: self.app, body: lines)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"successful_rows":\#(lines.split(separator: "\n").count),"quarantined_rows":0}"#)
    }

    /// The rows of an endpoint, as texts in the order of `columns`.
    func rows(_ endpoint: String, _ parameters: [String: String], columns: [String], token: String? = nil) async throws -> [[String]] {
        let query = parameters.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        let path = "/v0/pipes/\(endpoint).json?\(query.joined(separator: "&"))"
        let answer = try await self.server.get(path, token: token ?? self.dashboard)
        #expect(answer.status == 200, "\(path): \(answer.body)")
        return try answer.rows().map { row in
            #expect(Set(row.keys) == Set(columns), "\(path)")
            return columns.map { "\(row[$0] ?? "")" }
        }
    }

    /// Compares all answers about a workspace with the model's.
    func compareAnswers(about workspace: String, in range: MetricPalModel.Range? = nil) async throws {
        let common = ["workspace_id": workspace].merging(range.map { ["start_date": $0.first, "end_date": $0.last] } ?? [:]) { $1 }
        let range = range ?? MetricPalModel.Range()
        func compare(_ endpoint: String, _ more: [String: String] = [:], columns: [String], with expected: [[String]]) async throws {
            let rows = try await self.rows(endpoint, common.merging(more) { $1 }, columns: columns)
            #expect(rows == expected, "\(endpoint) \(workspace) \(more) \(range)")
        }
        typealias Model = MetricPalModel
        try await compare("page_views", columns: Model.pageViewColumns, with: self.model.pageViews(of: workspace, range))
        try await compare("event_summary", columns: Model.eventSummaryColumns, with: self.model.eventSummary(of: workspace, range))
        let companies = self.model.identifiedCompanies(of: workspace, range, excluded: [])
        try await compare("identified_companies", ["exclude": ""], columns: Model.companyColumns, with: companies)
        for company in companies.prefix(3) {
            let visitors = self.model.companyVisitors(of: company[0], in: workspace, range)
            try await compare(
                "company_visitors", ["email_domain": company[0], "limit": "10000"], columns: Model.companyVisitorColumns, with: visitors)
        }
        let everybody = Set(self.model.events.filter { $0.workspaceId == workspace }.map(\.visitorId)).sorted()
        for visitor in everybody.prefix(12) {
            let journey = self.model.userJourney(of: visitor, in: workspace, range)
            try await compare("user_journey", ["visitor_id": visitor], columns: Model.userJourneyColumns, with: journey)
        }
    }
}
