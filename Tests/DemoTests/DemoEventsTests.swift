// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Foundation
import Testing

/// The simulated events of the example workspaces.
@Suite struct DemoEventsTests {
    /// 2026-03-01 12:00:00, in milliseconds.
    private static let end: Int64 = 1_772_366_400_000

    /// All lines of a simulation, with the data source in front.
    private static func lines(_ name: String, rows: Int, seed: UInt64 = 1) throws -> [String] {
        let workspace = try #require(DemoWorkspaces.named(name))
        return DemoEvents(of: workspace, rows: rows, seed: seed, until: self.end).flatMap { batch in
            batch.flatMap { lines in
                String(decoding: lines.bytes, as: UTF8.self).split(separator: "\n").map { "\(lines.dataSource) \($0)" }
            }
        }
    }

    private static let names = DemoWorkspaces.all.map { $0.name }

    @Test(arguments: Self.names) func `a seed brings the same events back, and another does not`(name: String) throws {
        let lines = try Self.lines(name, rows: 2000)
        #expect(lines.count == 2000)
        #expect(try lines == Self.lines(name, rows: 2000))
        #expect(try lines != Self.lines(name, rows: 2000, seed: 2))
    }

    @Test(arguments: Self.names) func `every line is an object, and nothing happens after the end`(name: String) throws {
        for line in try Self.lines(name, rows: 5000) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.drop { $0 != "{" }.utf8)) as? [String: Any])
            for text in object.values.compactMap({ $0 as? String }) where text.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:.*/) != nil {
                #expect(text <= "2026-03-01 12:00:00.000")
            }
        }
    }

    @Test func `a crowd grows, sleeps, comes back, and has a few programs in it`() throws {
        let lines = try Self.lines("metricpal", rows: 50_000)
        let days = Dictionary(grouping: lines) { $0.firstMatch(of: /"timestamp":"(.{10})/)?.1 ?? "" }.mapValues(\.count)
        let byDay = days.sorted { $0.key < $1.key }.map(\.value)
        #expect(byDay.count > 170)
        let (early, late): (Int, Int) = (byDay.prefix(28).reduce(0, +), byDay.suffix(28).reduce(0, +))
        #expect(late > early * 3 / 2)

        let sessions = Dictionary(grouping: lines) { $0.firstMatch(of: /"visitor_id":"(\w+)"/)?.1 ?? "" }
            .mapValues { Set($0.compactMap { $0.firstMatch(of: /"session_id":"(\w+)"/)?.1 }).count }
        #expect(sessions.values.filter { $0 > 1 }.count > sessions.count / 10)

        let bots = lines.filter { $0.contains("bot/") }.count
        #expect((100..<15_000).contains(bots))
    }
}
