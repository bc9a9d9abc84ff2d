// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing
import Workspaces

@testable import Deployments

/// Which pipes mean nothing without a data source, and what a live project takes in.
struct DataSourceDependentsTests {
    private static let live = LiveProject(
        snapshot([
            dataSource("events", "`ts` DateTime"), dataSource("daily", "`day` Date", "ENGINE_SORTING_KEY day"),
            dataSource("copies", "`ts` DateTime"), dataSource("orders__v1", "`ts` DateTime"),
            pipe("view", "SELECT toDate(ts) AS day FROM block", "TYPE materialized\nDATASOURCE daily"),
            pipe("block", "SELECT ts FROM events", ""), pipe("of_view", "SELECT * FROM view"), pipe("of_target", "SELECT * FROM daily"),
            pipe("bad_rows", "SELECT * FROM events_quarantine"), pipe("of_orders", "SELECT ts FROM orders"),
            pipe("copying", "SELECT ts FROM orders", "TYPE copy\nTARGET_DATASOURCE copies"),
        ])
    ) { CheckedProject($0) }

    @Test(arguments: [
        ("events", [], ["bad_rows", "block"]),
        ("daily", ["view"], ["of_target", "of_view"]),
        ("copies", [], ["copying"]),
        ("orders__v1", [], ["copying", "of_orders"]),
    ])
    func `views and other pipes are told apart`(name: String, views: [String], pipes: [String]) throws {
        let dependents = Self.live.dependents(of: try Self.live.dataSource(name))
        #expect(dependents.views == views)
        #expect(dependents.pipes == pipes)
    }

    @Test func `a view that reads it goes with those that read the view`() throws {
        let live = LiveProject(
            snapshot([
                dataSource("events", "`ts` DateTime"), dataSource("a", "`ts` DateTime"), dataSource("b", "`ts` DateTime"),
                pipe("first", "SELECT ts FROM events", "TYPE materialized\nDATASOURCE a"),
                pipe("second", "SELECT ts FROM first", "TYPE materialized\nDATASOURCE b"),
            ])
        ) { CheckedProject($0) }
        let dependents = live.dependents(of: try live.dataSource("events"))
        #expect(dependents.names == ["first", "second"])
        #expect(dependents.pipes.isEmpty)
    }

    @Test(arguments: ["events", "view", "events_quarantine", "", "a.b", "a-b", "1a", "a b"])
    func `names that are taken or none are refused`(name: String) {
        #expect(throws: (any Error).self) { try Self.live.require(freeName: name) }
    }

    @Test func `a free name is accepted`() throws {
        try Self.live.require(freeName: "events_2")
    }
}
