// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// A support inbox whose customers see as far back as their plan goes: 21 days on the free one. Visits are kept for 30 days whatever the plan,
/// metrics of conversations for good, until their website leaves.
@Suite struct PlanLimitTests {
    private static let files = [
        DeploymentFile(
            path: "visitor_events.datasource",
            text: """
                SCHEMA >
                    `timestamp` DateTime `json:$.timestamp`,
                    `website_id` String `json:$.website_id`,
                    `visitor_id` String `json:$.visitor_id`,
                    `event_type` LowCardinality(String) `json:$.event_type`

                ENGINE "MergeTree"
                ENGINE_PARTITION_KEY "toYYYYMM(timestamp)"
                ENGINE_SORTING_KEY "website_id, toDate(timestamp), event_type"
                ENGINE_TTL "timestamp + toIntervalDay(30)"
                """),
        DeploymentFile(
            path: "conversation_metrics.datasource",
            text: """
                SCHEMA >
                    `timestamp` DateTime `json:$.timestamp`,
                    `website_id` String `json:$.website_id`,
                    `visitor_id` String `json:$.visitor_id`,
                    `event_type` LowCardinality(String) `json:$.event_type`,
                    `conversation_id` String `json:$.conversation_id`,
                    `duration_seconds` Float32 `json:$.duration_seconds`

                ENGINE "MergeTree"
                ENGINE_PARTITION_KEY "toYYYYMM(timestamp)"
                ENGINE_SORTING_KEY "website_id, toDate(timestamp), event_type"
                """),
        DeploymentFile(path: "unique_visitors.pipe", text: PlanLimitTests.pipe("uniq(visitor_id) AS n", of: "visitor_events", days: 30)),
        DeploymentFile(
            path: "inbox_analytics.pipe",
            text: PlanLimitTests.pipe(
                "countIf(event_type = 'first_response') AS n, quantileIf(0.5)(duration_seconds, event_type = 'first_response') AS median",
                of: "conversation_metrics", days: 90)),
    ]

    /// An endpoint that begins where its caller asks, but not before the plan allows.
    private static func pipe(_ columns: String, of dataSource: String, days: Int) -> String {
        """
        NODE endpoint
        SQL >
            %
            SELECT \(columns)
            FROM \(dataSource)
            WHERE website_id = {{String(website_id, required=True)}}
                AND timestamp >= greatest(
                    parseDateTimeBestEffort({{String(date_from, '1970-01-01')}}),
                    now() - toIntervalDay({% if String(plan, 'free') == 'free' %} 21 {% else %} \(days) {% end %})
                )
        TYPE ENDPOINT
        """
    }

    /// The same moments for both data sources, and for two websites.
    private func append(to server: ServerFixture) async throws {
        let client = try await server.client()
        for website in ["ours", "theirs"] {
            let lines = [1, 20, 25, 35, 80].map { days in
                let timestamp = Date(timeIntervalSinceNow: -Double(days) * 86_400).formatted(.iso8601)
                return #"{"timestamp":"\#(timestamp)","website_id":"\#(website)","visitor_id":"v\#(days)","event_type":"first_response","#
                    + #""conversation_id":"c\#(days)","duration_seconds":\#(days)}"# + "\n"
            }
            for name in ["visitor_events", "conversation_metrics"] {
                #expect(try await client.append(lines.joined(), to: name).successfulRows == 5)
            }
        }
    }

    private func value(_ server: ServerFixture, _ endpoint: String, _ parameters: String, _ column: String = "n") async throws -> Int? {
        let path = "/v0/pipes/\(endpoint).json?website_id=ours&date_from=2001-01-01&\(parameters)"
        let answer = try await server.get(path, token: try await server.adminToken())
        #expect(answer.status == 200, "\(answer.body)")
        return try (answer.rows().first?[column] as? NSNumber)?.intValue
    }

    @Test func `a plan shows as far back as it goes, before a merge and after it`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            try await server.holdExpiredRows(of: "visitor_events")
            try await self.append(to: server)
            for hasMerged in [false, true] {
                if hasMerged { try await server.expire("visitor_events", "conversation_metrics") }
                let stored = try await server.engine("SELECT count() FROM \(server.table(of: "visitor_events"))")
                #expect(stored == (hasMerged ? "6" : "10"))
                #expect(try await self.value(server, "unique_visitors", "plan=free") == 2)
                #expect(try await self.value(server, "unique_visitors", "plan=pro") == 3)
                #expect(try await self.value(server, "inbox_analytics", "plan=free") == 2)
                #expect(try await self.value(server, "inbox_analytics", "plan=pro") == 5)
                #expect(try await self.value(server, "inbox_analytics", "plan=pro", "median") == 25)
            }
        }
    }

    @Test func `a website that leaves takes its rows along`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            try await self.append(to: server)
            let token = try await server.adminToken()
            for name in ["visitor_events", "conversation_metrics"] {
                let condition = "delete_condition=website_id%20%3D%20'ours'"
                #expect(try await server.post("/v0/datasources/\(name)/delete", token: token, body: condition).status == 200)
            }
            #expect(try await self.value(server, "unique_visitors", "plan=pro") == 0)
            #expect(try await self.value(server, "inbox_analytics", "plan=pro") == 0)
            #expect(try await server.engine("SELECT count() FROM \(server.table(of: "conversation_metrics"))") == "5")
        }
    }
}
