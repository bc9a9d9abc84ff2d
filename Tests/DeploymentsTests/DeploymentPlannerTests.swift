// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

@testable import Deployments

struct DeploymentPlannerTests {
    private func plan(
        from live: [ProjectFile], to files: [ProjectFile], empty: Set<String> = [], allowsDestruction: Bool = false
    ) -> DeploymentPlan {
        let project = Project.parse(files).project
        let planner = DeploymentPlanner(snapshot: snapshot(live), emptyDataSources: empty, allowsDestruction: allowsDestruction)
        return planner.plan(project, graph: ProjectCheck(project).run().graph)
    }

    private static let events = dataSource("events", "`ts` DateTime `json:$.ts`")
    private static let daily = dataSource(
        "daily", "`day` Date, `n` AggregateFunction(count)", "ENGINE AggregatingMergeTree\nENGINE_SORTING_KEY day")
    private static let view = pipe(
        "view", "SELECT toDate(ts) AS day, countState() AS n FROM events GROUP BY day", "TYPE materialized\nDATASOURCE daily")

    private func step(_ name: String, of plan: DeploymentPlan) -> String {
        switch plan.steps[name] {
        case .keep: "keep"
        case .change(_, let alterations): "change \(alterations.map(\.clause))"
        case .create(let predecessor): predecessor == nil ? "create" : "recreate"
        case nil: "none"
        }
    }

    @Test func `the same project again changes nothing`() {
        let files = [Self.events, Self.daily, Self.view]
        #expect(self.plan(from: files, to: files).isEmpty)
    }

    @Test func `resources are told apart as new, changed and deleted`() {
        let plan = self.plan(
            from: [Self.events, pipe("a", "SELECT 1"), pipe("b", "SELECT 1")],
            to: [Self.events, Self.daily, pipe("a", "SELECT 2"), pipe("c", "SELECT 3")])
        #expect(plan.newDataSources == ["daily"])
        #expect((plan.newPipes, plan.changedPipes, plan.deletedPipes) == (["c"], ["a"], ["b"]))
        #expect(plan.changedDataSources.isEmpty && plan.deletedDataSources.isEmpty)
    }

    @Test(arguments: [
        ("`ts` DateTime `json:$.t`", "ENGINE_SORTING_KEY ts", "change []"),
        ("`ts` DateTime `json:$.ts`, `a` String `json:$.a`", "ENGINE_SORTING_KEY ts", "change [\"ADD COLUMN `a` String AFTER `ts`\"]"),
        ("`a` String `json:$.a`, `ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY ts", "change [\"ADD COLUMN `a` String FIRST\"]"),
        ("`ts` DateTime `json:$.ts` DEFAULT now()", "ENGINE_SORTING_KEY ts", "change [\"MODIFY COLUMN `ts` DateTime DEFAULT now()\"]"),
        (
            "`ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY ts\nENGINE_TTL ts + INTERVAL 1 DAY",
            "change [\"MODIFY TTL ts + INTERVAL 1 DAY\"]"
        ),
    ])
    func `compatible changes happen in place`(schema: String, options: String, step: String) {
        let plan = self.plan(from: [Self.events], to: [dataSource("events", schema, options)])
        #expect(self.step("events", of: plan) == step)
        #expect(plan.findings.isEmpty)
        #expect(plan.changedDataSources == ["events"])
    }

    @Test(arguments: [
        ("`ts` DateTime64(3) `json:$.ts`", "ENGINE_SORTING_KEY ts", "column \"ts\" changes from DateTime to DateTime64(3)"),
        ("`ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY toDate(ts)", "its engine or one of its keys changes"),
        ("`t` DateTime `json:$.ts`", "ENGINE_SORTING_KEY t", "its engine or one of its keys changes"),
    ])
    func `other changes are refused while there are rows, and made while there are none`(schema: String, options: String, reason: String) {
        let files = [dataSource("events", schema, options)]
        let refused = self.plan(from: [Self.events], to: files)
        #expect(refused.findings.map(\.message) == ["data source \"events\" holds rows and cannot be changed in place: \(reason)"])
        let made = self.plan(from: [Self.events], to: files, empty: ["events"])
        #expect(made.findings.isEmpty)
        #expect(self.step("events", of: made) == "recreate")
    }

    @Test func `a data source with rows is deleted only when that is allowed`() {
        #expect(self.plan(from: [Self.events], to: []).findings.hasErrors)
        #expect(!self.plan(from: [Self.events], to: [], allowsDestruction: true).findings.hasErrors)
        #expect(!self.plan(from: [Self.events], to: [], empty: ["events"]).findings.hasErrors)
    }

    @Test func `a changed view fills a new target, and views over that target follow`() {
        let weekly = dataSource(
            "weekly", "`week` Date, `n` AggregateFunction(count)", "ENGINE AggregatingMergeTree\nENGINE_SORTING_KEY week")
        let second = pipe(
            "second", "SELECT toMonday(day) AS week, countMergeState(n) AS n FROM daily GROUP BY week",
            "TYPE materialized\nDATASOURCE weekly")
        let changed = pipe(
            "view", "SELECT toDate(ts) AS day, countState() AS n FROM events WHERE 1 GROUP BY day", "TYPE materialized\nDATASOURCE daily")
        let plan = self.plan(
            from: [Self.events, Self.daily, weekly, Self.view, second], to: [Self.events, Self.daily, weekly, changed, second])
        #expect(plan.rebuiltViews == ["second", "view"])
        #expect(["events", "daily", "weekly"].map { self.step($0, of: plan) } == ["keep", "recreate", "recreate"])
    }

    @Test func `a view follows a building block that it reads through`() {
        let block = pipe("block", "SELECT ts FROM events", "")
        let through = pipe(
            "view", "SELECT toDate(ts) AS day, countState() AS n FROM block GROUP BY day", "TYPE materialized\nDATASOURCE daily")
        let plan = self.plan(
            from: [Self.events, Self.daily, block, through],
            to: [Self.events, Self.daily, pipe("block", "SELECT ts FROM events WHERE 1", ""), through])
        #expect(plan.rebuiltViews == ["view"])
        #expect(self.step("daily", of: plan) == "recreate")
    }

    @Test func `a column more in a source leaves its views alone`() {
        let wider = dataSource("events", "`ts` DateTime `json:$.ts`, `a` String `json:$.a`")
        let plan = self.plan(from: [Self.events, Self.daily, Self.view], to: [wider, Self.daily, Self.view])
        #expect(plan.rebuiltViews.isEmpty)
        #expect(self.step("daily", of: plan) == "keep")
    }

    @Test(arguments: [
        ("other", ["last"]), ("events", ["direct", "through", "quarantine"]), ("orders__v2", ["versioned"]),
    ])
    func `only pipes that read what changes are touched`(changed: String, touched: [String]) {
        let names = ["events", "other", "orders__v2"]
        let pipes = [
            pipe("direct", "SELECT * FROM events"), pipe("through", "SELECT * FROM direct"),
            pipe("quarantine", "SELECT * FROM events_quarantine"), pipe("versioned", "SELECT * FROM orders"),
            pipe("last", "SELECT * FROM other"),
        ]
        let live = names.map { dataSource($0, "`ts` DateTime") }
        let new = names.map { dataSource($0, $0 == changed ? "`ts` DateTime, `a` String" : "`ts` DateTime") }
        let project = Project.parse(new + pipes).project
        let graph = ProjectCheck(project).run().graph
        #expect(self.plan(from: live + pipes, to: new + pipes).touchedPipes(in: graph) == Set(touched))
    }

    @Test(arguments: [
        ("INDEX i ts TYPE minmax GRANULARITY 1", "change [\"ADD INDEX i ts TYPE minmax GRANULARITY 1\"]"),
        ("INDEX j ts TYPE minmax", "change [\"DROP INDEX i\", \"ADD INDEX j ts TYPE minmax\"]"),
        ("", "change [\"DROP INDEX i\"]"),
    ])
    func `indexes change in place`(indexes: String, step: String) {
        let options = { (indexes: String) in "ENGINE_SORTING_KEY ts" + (indexes.isEmpty ? "" : "\n\nINDEXES >\n    \(indexes)") }
        let before = step.contains("DROP") ? "INDEX i ts TYPE minmax GRANULARITY 1" : ""
        let plan = self.plan(
            from: [dataSource("events", "`ts` DateTime", options(before))], to: [dataSource("events", "`ts` DateTime", options(indexes))])
        #expect(self.step("events", of: plan) == step)
    }
}
