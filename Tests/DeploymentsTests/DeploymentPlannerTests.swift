// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing
import Workspaces

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
        case .create(let predecessor): predecessor == nil ? "create" : "recreate"
        case .move(_, .link(let clauses)): "link \(clauses)"
        case .move(_, .query(let list)): "query \(list)"
        case .move(_, .views(let pipes)): "views \(pipes)"
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
        #expect(plan.changes.newDataSources == ["daily"])
        #expect((plan.changes.newPipes, plan.changes.changedPipes, plan.changes.deletedPipes) == (["c"], ["a"], ["b"]))
        #expect(plan.changes.changedDataSources.isEmpty && plan.changes.deletedDataSources.isEmpty)
    }

    @Test(arguments: [
        ("`ts` DateTime `json:$.t`", "ENGINE_SORTING_KEY ts", "keep"),
        ("`ts` DateTime `json:$.ts`, `a` String `json:$.a`", "ENGINE_SORTING_KEY ts", "link [\"ADD COLUMN `a` String AFTER `ts`\"]"),
        ("`a` String `json:$.a`, `ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY ts", "link [\"ADD COLUMN `a` String FIRST\"]"),
        ("`ts` DateTime `json:$.ts` DEFAULT now()", "ENGINE_SORTING_KEY ts", "link []"),
        ("`ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY ts\nENGINE_TTL ts + INTERVAL 1 DAY", "link []"),
        ("`ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY ts\nENGINE_SETTINGS index_granularity = 1024", "link []"),
        ("`ts` DateTime64(3) `json:$.ts`", "ENGINE_SORTING_KEY ts", "query SELECT `ts`"),
    ])
    func `what parts can take is linked, and what values can is written again`(schema: String, options: String, step: String) {
        let plan = self.plan(from: [Self.events], to: [dataSource("events", schema, options)])
        #expect(self.step("events", of: plan) == step)
        #expect(plan.findings.isEmpty)
        #expect(plan.changes.changedDataSources == ["events"])
    }

    @Test(arguments: [
        ("`ts` Date `json:$.ts`", "ENGINE_SORTING_KEY ts", "column \"ts\" changes from DateTime to Date"),
        ("`ts` DateTime `json:$.ts`", "ENGINE_SORTING_KEY toDate(ts)", "its engine or one of its keys changes"),
        ("`t` DateTime `json:$.ts`", "ENGINE_SORTING_KEY t", "its engine or one of its keys changes"),
    ])
    func `other changes need a FORWARD_QUERY while there are rows`(schema: String, options: String, reason: String) {
        let files = [dataSource("events", schema, options)]
        let refused = self.plan(from: [Self.events], to: files)
        #expect(refused.findings.map(\.message) == ["data source \"events\" holds rows that do not fit its new definition: \(reason)"])
        let made = self.plan(from: [Self.events], to: files, empty: ["events"])
        #expect(made.findings.isEmpty)
        #expect(self.step("events", of: made) == "recreate")
        let forwarded = self.plan(
            from: [Self.events], to: [dataSource("events", schema, options + "\n\nFORWARD_QUERY >\n    SELECT now() AS ts\n")])
        #expect(forwarded.findings.isEmpty)
        #expect(self.step("events", of: forwarded) == "query SELECT now() AS ts")
    }

    @Test(arguments: [
        "SELECT (SELECT count() FROM system.tables) AS ts", "SELECT ts FROM other", "SELECT ts; DROP TABLE events",
        "SELECT file('/etc/passwd') AS ts", "SELECT ts FROM url('http://127.0.0.1')\n    UNION ALL SELECT ts",
    ])
    func `a FORWARD_QUERY reads the data source's own rows only`(query: String) {
        let file = dataSource("events", "`ts` DateTime", "ENGINE_SORTING_KEY ts\n\nFORWARD_QUERY >\n    \(query)\n")
        let findings = ProjectCheck(Project.parse([file]).project).run().diagnostics
        #expect(findings.contains { $0.severity == .error && $0.message.hasPrefix("FORWARD_QUERY is refused: ") })
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
        #expect(plan.newViews == ["second", "view"])
        #expect(["events", "daily", "weekly"].map { self.step($0, of: plan) } == ["keep", "views [\"view\"]", "views [\"second\"]"])
    }

    @Test func `a view follows a building block that it reads through`() {
        let block = pipe("block", "SELECT ts FROM events", "")
        let through = pipe(
            "view", "SELECT toDate(ts) AS day, countState() AS n FROM block GROUP BY day", "TYPE materialized\nDATASOURCE daily")
        let plan = self.plan(
            from: [Self.events, Self.daily, block, through],
            to: [Self.events, Self.daily, pipe("block", "SELECT ts FROM events WHERE 1", ""), through])
        #expect(plan.newViews == ["view"])
        #expect(self.step("daily", of: plan) == "views [\"view\"]")
    }

    @Test func `a column more in a source leaves what its views have made`() {
        let wider = dataSource("events", "`ts` DateTime `json:$.ts`, `a` String `json:$.a`")
        let plan = self.plan(from: [Self.events, Self.daily, Self.view], to: [wider, Self.daily, Self.view])
        #expect(plan.newViews == ["view"])
        #expect(self.step("daily", of: plan) == "link []")
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

    @Test func `a view that is altered in place leaves the rows as they are, and one without backfill begins anew`() {
        let changed = "SELECT toDate(ts) AS day, countState() AS n FROM events WHERE 1 GROUP BY day"
        let altered = pipe("view", changed, "TYPE materialized\nDATASOURCE daily\nDEPLOYMENT_METHOD alter")
        let live = [Self.events, Self.daily, Self.view]
        #expect(self.step("daily", of: self.plan(from: live, to: [Self.events, Self.daily, altered])) == "link []")
        let skipping = dataSource(
            "daily", "`day` Date, `n` AggregateFunction(count)",
            "ENGINE AggregatingMergeTree\nENGINE_SORTING_KEY day\nBACKFILL skip")
        let view = pipe("view", changed, "TYPE materialized\nDATASOURCE daily")
        #expect(self.step("daily", of: self.plan(from: live, to: [Self.events, skipping, view])) == "recreate")
    }

    @Test func `a pipe that is changed by itself leaves the rows of its target, and fills a new one with what arrives`() {
        let planner = DeploymentPlanner(
            snapshot: snapshot([Self.events, Self.daily, Self.view]), emptyDataSources: [], allowsDestruction: false, keepsTargets: true)
        let changed = pipe(
            "view", "SELECT toDate(ts) AS day, countState() AS n FROM events WHERE 1 GROUP BY day", "TYPE materialized\nDATASOURCE daily")
        let (target, other) = (dataSource("times", "`ts` DateTime"), "TYPE materialized\nDATASOURCE times")
        let project = Project.parse([Self.events, Self.daily, changed, target, pipe("other", "SELECT ts FROM events", other)]).project
        let plan = planner.plan(project, graph: ProjectCheck(project).run().graph)
        #expect(["events", "daily", "times"].map { self.step($0, of: plan) } == ["keep", "link []", "create"])
        #expect(plan.newViews == ["other", "view"])
        #expect(plan.findings.isEmpty)
    }

    @Test func `a pipe goes on under a new name`() {
        let planner = DeploymentPlanner(
            snapshot: snapshot([Self.events, Self.daily, Self.view]), emptyDataSources: [], allowsDestruction: false,
            renamed: ["other": "view"])
        let project = Project.parse([Self.events, Self.daily, ProjectFile(path: "pipes/other.pipe", text: Self.view.text)]).project
        let plan = planner.plan(project, graph: ProjectCheck(project).run().graph)
        #expect((plan.changes.newPipes, plan.changes.changedPipes, plan.changes.deletedPipes) == ([], ["other"], []))
        #expect(self.step("daily", of: plan) == "keep")
        #expect(plan.newViews.isEmpty)
    }

    @Test func `a data source with rows of its own does not become a target by mistake`() {
        let totals = dataSource("totals", "`n` UInt64", "ENGINE_SORTING_KEY n")
        let view = pipe("fill", "SELECT count() AS n FROM events", "TYPE materialized\nDATASOURCE totals")
        let (live, new) = ([Self.events, totals], [Self.events, totals, view])
        #expect(self.plan(from: live, to: new).findings.hasErrors)
        #expect(!self.plan(from: live, to: new, empty: ["totals"]).findings.hasErrors)
        #expect(!self.plan(from: live, to: new, allowsDestruction: true).findings.hasErrors)
    }

    @Test func `misfits are given up only when that is allowed`() {
        let planner = DeploymentPlanner(
            snapshot: snapshot([Self.events]), emptyDataSources: [], allowsDestruction: false, discardsMisfits: true)
        let project = Project.parse([dataSource("events", "`ts` Date")]).project
        let plan = planner.plan(project, graph: ProjectCheck(project).run().graph)
        #expect(plan.findings.map(\.severity) == [.warning])
        #expect(self.step("events", of: plan) == "recreate")
    }

    @Test func `tokens are told apart as new, changed and deleted`() {
        let with = { (lines: String) in
            ProjectFile(path: "events.datasource", text: "\(lines)\nSCHEMA >\n    `ts` DateTime\n\nENGINE_SORTING_KEY ts\n")
        }
        let plan = self.plan(from: [with("TOKEN a READ\nTOKEN b READ")], to: [with("TOKEN b APPEND\nTOKEN c READ")])
        #expect(plan.changes.tokens.map { "\($0.kind.rawValue) \($0.name)" } == ["deleted a", "changed b", "new c"])
        #expect(plan.changes.tokens.map { $0.added.map(\.permission) } == [[], ["APPEND"], ["READ"]])
    }

    @Test(arguments: [
        ("INDEX i ts TYPE minmax GRANULARITY 1", "", "link [\"ADD INDEX i ts TYPE minmax GRANULARITY 1\"]"),
        (
            "INDEX j ts TYPE minmax", "INDEX i ts TYPE minmax GRANULARITY 1",
            "link [\"DROP INDEX i\", \"ADD INDEX j ts TYPE minmax\"]"
        ),
        ("", "INDEX i ts TYPE minmax GRANULARITY 1", "link [\"DROP INDEX i\"]"),
    ])
    func `parts take the indexes of their table`(indexes: String, before: String, step: String) {
        let options = { (indexes: String) in "ENGINE_SORTING_KEY ts" + (indexes.isEmpty ? "" : "\n\nINDEXES >\n    \(indexes)") }
        let plan = self.plan(
            from: [dataSource("events", "`ts` DateTime", options(before))], to: [dataSource("events", "`ts` DateTime", options(indexes))])
        #expect(self.step("events", of: plan) == step)
        #expect(plan.isInstant == !step.contains("DROP"))
    }
}
