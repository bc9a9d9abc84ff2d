// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

@testable import Deployments

struct ProjectCheckTests {
    private func findings(_ files: ProjectFile...) -> [String] {
        let (project, diagnostics) = Project.parse(files)
        return (diagnostics + ProjectCheck(project).run().diagnostics).map { "\($0.location): \($0.message)" }
    }

    private static let events = dataSource("events", "`ts` DateTime `json:$.ts`")

    @Test func `a sound project has no findings`() {
        #expect(
            self.findings(Self.events, pipe("a", "SELECT * FROM b"), pipe("b", "SELECT count() FROM events, events_quarantine")).isEmpty)
    }

    @Test func `a name that is nothing is reported at its place`() {
        #expect(
            self.findings(Self.events, pipe("a", "SELECT * FROM evnts")) == [
                "pipes/a.pipe:3:19: node \"node\" of pipe \"a\" reads \"evnts\", which is neither a node of it, a pipe nor a data source of the project"
            ])
        let template = pipe("a", "%\n    SELECT {{Int32(evnts_a, 1)}}\n    FROM events, evnts")
        #expect(self.findings(Self.events, template).map { $0.prefix { $0 != " " } } == ["pipes/a.pipe:5:18:"])
    }

    @Test func `another database is out of reach`() {
        #expect(self.findings(pipe("a", "SELECT * FROM system.users")).count == 1)
        #expect(self.findings(pipe("a", "SELECT * FROM system.one")).isEmpty)
    }

    @Test func `a service data source may be named, though not all are served, and none is the source of a view`() {
        #expect(
            self.findings(pipe("a", "SELECT * FROM tinybird.pipe_stats JOIN tinybird.data_guess USING timestamp")) == [
                "pipes/a.pipe:3:5: node \"node\" reads tinybird.data_guess, which is not served: calls of it will fail"
            ])
        #expect(self.findings(pipe("a", "SELECT * FROM tinybird.nothing")).count == 1)
        #expect(
            self.materialized("SELECT toDate(start_datetime) AS day, countState() AS c FROM tinybird.pipe_stats_rt GROUP BY day") == [
                "m.pipe:3:5: node \"m\" reads tinybird.pipe_stats_rt, from which no materialized view can be made"
            ])
    }

    private func materialized(_ query: String) -> [String] {
        self.findings(
            Self.events,
            ProjectFile(
                path: "daily.datasource", text: "SCHEMA >\n    `day` Date, `c` AggregateFunction(count)\n\nENGINE_SORTING_KEY day\n"),
            ProjectFile(path: "m.pipe", text: "NODE m\nSQL >\n    \(query)\nTYPE materialized\nDATASOURCE daily\n"))
    }

    @Test func `columns of a materialized node are those of its target`() {
        #expect(self.materialized("SELECT toDate(ts) AS day, countState() AS c FROM events GROUP BY day").isEmpty)
        #expect(
            self.materialized("SELECT toDate(ts) AS day, countState() AS c, 1 AS extra FROM events GROUP BY day") == [
                "m.pipe:3:5: node \"m\" yields the column \"extra\", which data source \"daily\" does not have"
            ])
        #expect(
            self.materialized("SELECT toDate(ts) AS day, count() AS c FROM events GROUP BY day") == [
                "m.pipe:3:5: node \"m\" yields a finished value in \"c\", but data source \"daily\" keeps the state AggregateFunction(count)"
            ])
    }

    @Test func `pipes that read each other are reported as a circle`() {
        #expect(
            self.findings(pipe("a", "SELECT * FROM b"), pipe("b", "SELECT * FROM a")) == [
                "pipes/a.pipe:3:5: nodes refer to each other in a circle: node -> b.node -> node"
            ])
    }

    @Test func `a syntax error is reported at its line and column of the file`() {
        #expect(self.findings(pipe("a", "SELECT (1")).first?.hasPrefix("pipes/a.pipe:3:") == true)
    }

    @Test func `a materialized node is no template`() {
        let target = dataSource("target", "`n` UInt64", "ENGINE_SORTING_KEY n")
        let view = pipe("view", "%\n    SELECT count() AS n FROM events", "TYPE materialized\nDATASOURCE target")
        #expect(
            self.findings(Self.events, target, view) == [
                "pipes/view.pipe:3:5: node \"node\" is materialized and cannot be a template: it runs on every insert, without a request"
            ])
    }

    @Test func `writing and reaching outside are refused`() {
        for sql in ["DROP TABLE events", "SELECT * FROM file('/etc/passwd')", "SELECT 1; SELECT 2", "SELECT 1 INTO OUTFILE 'x'"] {
            #expect(self.findings(Self.events, pipe("a", sql)).count == 1, "\(sql)")
        }
    }

    @Test func `a table's definition may not reach out either`() {
        #expect(
            self.findings(dataSource("a", "`ts` DateTime, `x` String DEFAULT file('/etc/passwd')")) == [
                "datasources/a.datasource:2:20: the DEFAULT of column \"x\" is refused: the function `file` is not allowed"
            ])
        #expect(
            self.findings(dataSource("a", "`ts` DateTime", "ENGINE_SORTING_KEY ts\nENGINE_SETTINGS disk = 'x'")) == [
                "datasources/a.datasource:5:1: ENGINE_SETTINGS is refused: `disk` is not the author's to choose"
            ])
    }

    @Test func `all mistakes of all files are found in one run`() {
        #expect(self.findings(pipe("a", "SELECT * FROM x"), pipe("b", "SELECT * FROM y"), pipe("c", "SELECT")).count == 3)
    }
}
