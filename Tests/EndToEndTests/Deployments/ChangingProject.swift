// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient

/// A project in one of many shapes, each of which serves the same rows.
struct ChangingProject {
    /// What a deployment does to it.
    enum Change: CaseIterable {
        case addColumn, removeColumn, widenType, changeKey, changeView, toggleEndpoint, failingBackfill
    }

    private var extraColumns = 0
    private var isWide = false
    private var isCompressed = false
    private var isKeyedByDay = false
    private var viewNumber = 0
    private(set) var hasEndpoint = true
    private var failsToFill = false

    /// The project after a change; `failingBackfill` is one that cannot be deployed.
    func changed(by change: Change) -> ChangingProject {
        var next = self
        switch change {
        case .addColumn: next.extraColumns += 1
        case .removeColumn: next.extraColumns = max(0, next.extraColumns - 1)
        case .widenType where !next.isWide: next.isWide = true
        case .widenType: next.isCompressed.toggle()
        case .changeKey: next.isKeyedByDay.toggle()
        case .changeView: next.viewNumber += 1
        case .toggleEndpoint: next.hasEndpoint.toggle()
        case .failingBackfill:
            next.isKeyedByDay.toggle()
            next.failsToFill = true
        }
        return next
    }

    var files: [DeploymentFile] {
        let columns = [
            ("id", "UInt64", ""), ("ts", "DateTime", ""), ("value", self.isWide ? "Int64" : "Int32", ""),
            ("note", self.isCompressed ? "LowCardinality(String)" : "String", " DEFAULT 'none'"),
        ]
        let extra = (0..<self.extraColumns).map { ("more_\($0)", "String", " DEFAULT ''") }
        let schema = (columns + extra).map { "`\($0.0)` \($0.1) `json:$.\($0.0)`\($0.2)" }
        let value = self.failsToFill ? "value + throwIf(id >= 0) AS value" : "value"
        let files = [
            DeploymentFile(
                path: "events.datasource",
                text: """
                    SCHEMA >
                        \(schema.joined(separator: ",\n    "))

                    ENGINE MergeTree
                    ENGINE_PARTITION_KEY toYYYYMM(ts)
                    ENGINE_SORTING_KEY \(self.isKeyedByDay ? "toDate(ts), id" : "id")

                    FORWARD_QUERY >
                        SELECT id, ts, \(value), note
                    """),
            DeploymentFile(
                path: "daily.datasource",
                text: """
                    SCHEMA >
                        `day` Date,
                        `events` AggregateFunction(count),
                        `total` AggregateFunction(sum, Int64)

                    ENGINE AggregatingMergeTree
                    ENGINE_SORTING_KEY day
                    """),
            DeploymentFile(
                path: "to_daily.pipe",
                text: """
                    NODE n
                    SQL >
                        SELECT toDate(ts) AS day, countState() AS events, sumState(toInt64(value)) AS total
                        FROM events WHERE id + \(self.viewNumber) >= 0 GROUP BY day
                    TYPE materialized
                    DATASOURCE daily
                    """),
            Self.endpoint("all_events", "SELECT count() AS n FROM events"),
            Self.endpoint("all_days", "SELECT countMerge(events) AS n FROM daily"),
        ]
        return files + (self.hasEndpoint ? [Self.endpoint("optional", "SELECT max(id) AS n FROM events")] : [])
    }

    private static func endpoint(_ name: String, _ sql: String) -> DeploymentFile {
        DeploymentFile(path: "\(name).pipe", text: "NODE n\nSQL >\n    \(sql)\nTYPE endpoint\n")
    }
}
