// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// `ENGINE_TTL`: rows that have expired are gone with the next merge, and no others are.
@Suite struct TTLTests {
    private static let columns = """
        SCHEMA >
            `id` String `json:$.id`,
            `timestamp` DateTime `json:$.timestamp`,
            `precise` DateTime64(3) `json:$.timestamp`,
            `retention_days` UInt16 `json:$.retention_days`

        ENGINE MergeTree
        ENGINE_SORTING_KEY id
        """

    /// An event that is `days` old and to be kept for `retention`.
    private static func event(days: Int, retention: Int = 30) -> String {
        let timestamp = Date(timeIntervalSinceNow: -Double(days) * 86_400).formatted(.iso8601)
        return "{\"id\":\"\(days)/\(retention)\",\"timestamp\":\"\(timestamp)\",\"retention_days\":\(retention)}\n"
    }

    private func ids(_ server: ServerFixture, _ sql: String) async throws -> [String] {
        let query = "SELECT groupArraySorted(100)(toString(id)) AS ids FROM (\(sql)) FORMAT JSON"
        return try await server.post("/v0/sql", token: try await server.adminToken(), body: query).rows().first?["ids"] as? [String] ?? []
    }

    @Test(
        arguments: [
            ("ENGINE_TTL timestamp + toIntervalDay(30)", ["1/5", "29/30"]),
            ("ENGINE_TTL \"timestamp + toIntervalDay(30)\"", ["1/5", "29/30"]),
            ("ENGINE_TTL toDateTime(precise) + toIntervalDay(30)", ["1/5", "29/30"]),
            ("ENGINE_PARTITION_KEY toYYYYMM(timestamp)\nENGINE_TTL toDate(timestamp) + INTERVAL 30 DAY", ["1/5", "29/30"]),
            ("ENGINE_TTL timestamp + toIntervalDay(retention_days)", ["1/5", "29/30", "40/90"]),
        ])
    func `expired rows are removed, others stay`(clause: String, kept: [String]) async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy([DeploymentFile(path: "events.datasource", text: "\(Self.columns)\n\(clause)\n")])
            try await server.holdExpiredRows(of: "events")
            let events = [(1, 5), (6, 5), (29, 30), (40, 30), (40, 90)].map { Self.event(days: $0, retention: $1) }
            #expect(try await client.append(events.joined(), to: "events").successfulRows == 5)
            #expect(try await self.ids(server, "SELECT id FROM events").count == 5)

            try await server.expire("events")
            let left = try await self.ids(server, "SELECT id FROM events")
            // Six days are too many only for the row that says so itself.
            #expect(left.filter { $0 != "6/5" } == kept)
            #expect(left.contains("6/5") == !clause.contains("retention_days"))
        }
    }

    @Test func `a view keeps its rows as long as its own target says`() async throws {
        let target = { (name: String, ttl: String) in
            DeploymentFile(
                path: "\(name).datasource",
                text: """
                    SCHEMA >
                        `day` Date,
                        `events` AggregateFunction(count)

                    ENGINE AggregatingMergeTree
                    ENGINE_SORTING_KEY day
                    \(ttl)
                    """)
        }
        let view = { (name: String) in
            DeploymentFile(
                path: "to_\(name).pipe",
                text: """
                    NODE n
                    SQL >
                        SELECT toDate(timestamp) AS day, countState() AS events FROM events GROUP BY day
                    TYPE materialized
                    DATASOURCE \(name)
                    """)
        }
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy([
                DeploymentFile(path: "events.datasource", text: "\(Self.columns)\nENGINE_TTL timestamp + toIntervalDay(7)\n"),
                target("quarterly", "ENGINE_TTL day + toIntervalDay(90)"), target("eternal", ""), view("quarterly"), view("eternal"),
            ])
            try await server.holdExpiredRows(of: "events", "quarterly")
            try await client.append([1, 10, 100].map { Self.event(days: $0) }.joined(), to: "events")
            try await server.expire("events", "quarterly", "eternal")
            #expect(try await self.ids(server, "SELECT id FROM events") == ["1/30"])
            let ages = "SELECT toString(dateDiff('day', day, today())) AS id FROM"
            #expect(try await self.ids(server, "\(ages) quarterly") == ["1", "10"])
            #expect(try await self.ids(server, "\(ages) eternal") == ["1", "10", "100"])
        }
    }

    @Test func `a TTL that is changed by a deployment holds for rows that are there`() async throws {
        try await withServer(arguments: ["--table-grace", "0"]) { server in
            let client = try await server.client()
            let deploy = { (days: Int) in
                let text = "\(Self.columns)\nENGINE_TTL timestamp + toIntervalDay(\(days))\n"
                _ = try await client.deploy([DeploymentFile(path: "events.datasource", text: text)])
            }
            try await deploy(60)
            try await client.append([1, 40].map { Self.event(days: $0) }.joined(), to: "events")
            try await server.expire("events")
            #expect(try await self.ids(server, "SELECT id FROM events") == ["1/30", "40/30"])
            try await deploy(30)
            try await server.expire("events")
            #expect(try await self.ids(server, "SELECT id FROM events") == ["1/30"])
        }
    }
}
