// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import NIOCore

/// The tables of the ledger's project, as they are.
struct LedgerTables {
    struct Sum: Equatable, CustomStringConvertible {
        var count: Int
        var total: Int

        static let zero = Sum(count: 0, total: 0)

        mutating func add(_ value: Int) { self.add(Sum(count: 1, total: value)) }

        mutating func add(_ other: Sum) {
            self.count += other.count
            self.total += other.total
        }

        var description: String { "\(self.count) with a sum of \(self.total)" }
    }

    /// How often each row id is in the landing table, and in its quarantine.
    private(set) var rowCounts: [Int: Int] = [:]
    private(set) var quarantineCounts: [Int: Int] = [:]
    private(set) var hours: [Int: Sum] = [:]
    private(set) var days: [Int: Sum] = [:]

    /// Reads all of them; row ids are smaller than `endID`.
    static func read(from server: ServerFixture, endID: Int) async throws -> LedgerTables {
        let client = try await server.client()
        var tables = LedgerTables()
        // In pieces, so that no answer meets the bounds of one.
        for start in stride(from: 0, to: endID, by: 50_000) {
            let end = start + 50_000
            for row in try await self.numbers("SELECT id, count() FROM events WHERE id >= \(start) AND id < \(end) GROUP BY id", client) {
                tables.rowCounts[row[0]] = row[1]
            }
            let quarantined = "SELECT toUInt64(id) AS n, count() FROM events_quarantine WHERE n >= \(start) AND n < \(end) GROUP BY n"
            for row in try await self.numbers(quarantined, client) { tables.quarantineCounts[row[0]] = row[1] }
        }
        for (table, time) in [("hourly", "toUnixTimestamp(hour)"), ("daily", "toUnixTimestamp(toDateTime(day, 'UTC'))")] {
            let sums = try await self.numbers("SELECT \(time) AS t, countMerge(events), sumMerge(total) FROM \(table) GROUP BY t", client)
            let byTime = Dictionary(uniqueKeysWithValues: sums.map { ($0[0], Sum(count: $0[1], total: $0[2])) })
            if table == "hourly" { tables.hours = byTime } else { tables.days = byTime }
        }
        return tables
    }

    private static func numbers(_ sql: String, _ client: MartletClient) async throws -> [[Int]] {
        String(buffer: try await client.sql("\(sql) FORMAT CSV")).split(separator: "\n").map { line in
            line.split(separator: ",").map { Int($0) ?? -1 }
        }
    }

    /// A landing table with a partition a month, a view by hour, and a view of that view by day.
    static let project = [
        DeploymentFile(
            path: "events.datasource",
            text: """
                SCHEMA >
                    `id` UInt64 `json:$.id`,
                    `time` DateTime('UTC') `json:$.time`,
                    `value` UInt64 `json:$.value`,
                    `padding` String `json:$.padding`

                ENGINE MergeTree
                ENGINE_PARTITION_KEY toYYYYMM(time)
                ENGINE_SORTING_KEY id

                """),
        DeploymentFile(path: "hourly.datasource", text: Self.sums(by: "`hour` DateTime('UTC')", key: "hour")),
        DeploymentFile(path: "daily.datasource", text: Self.sums(by: "`day` Date", key: "day")),
        DeploymentFile(
            path: "hourly_mv.pipe",
            text: """
                NODE hours
                SQL >
                    SELECT toStartOfHour(time) AS hour, countState() AS events, sumState(value) AS total FROM events GROUP BY hour
                TYPE materialized
                DATASOURCE hourly

                """),
        DeploymentFile(
            path: "daily_mv.pipe",
            text: """
                NODE days
                SQL >
                    SELECT toDate(hour) AS day, countMergeState(events) AS events, sumMergeState(total) AS total FROM hourly GROUP BY day
                TYPE materialized
                DATASOURCE daily

                """),
    ]

    private static func sums(by column: String, key: String) -> String {
        """
        SCHEMA >
            \(column),
            `events` AggregateFunction(count),
            `total` AggregateFunction(sum, UInt64)

        ENGINE AggregatingMergeTree
        ENGINE_PARTITION_KEY toYYYYMM(\(key))
        ENGINE_SORTING_KEY \(key)

        """
    }
}
