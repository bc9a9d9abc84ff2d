// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Foundation
import Testing

struct CronExpressionNextTests {
    private func seconds(_ text: String) throws -> Int {
        Int(try Date("\(text)Z", strategy: .iso8601).timeIntervalSince1970)
    }

    @Test(arguments: [
        ("*/10 * * * *", "2026-01-05T10:00:00", "2026-01-05T10:10:00"),
        ("*/10 * * * *", "2026-12-31T23:59:59", "2027-01-01T00:00:00"),
        ("0 0 * * 1", "2026-01-05T00:00:00", "2026-01-12T00:00:00"),
        ("30 4 1,15 * 5", "2026-01-05T00:00:00", "2026-01-09T04:30:00"),
        ("0 12 29 2 *", "2026-03-01T00:00:00", "2028-02-29T12:00:00"),
        ("0 0 L * *", "2026-02-10T00:00:00", "2026-02-28T00:00:00"),
        ("0 0 1W * *", "2026-07-31T00:00:00", "2026-08-03T00:00:00"),
        ("0 0 31W * *", "2026-01-31T00:00:00", "2026-03-31T00:00:00"),
        ("0 0 * * 5#2", "2026-01-05T00:00:00", "2026-01-09T00:00:00"),
        ("0 0 * * L5", "2026-01-05T00:00:00", "2026-01-30T00:00:00"),
        ("* * * * * */20", "2026-01-05T10:00:05", "2026-01-05T10:00:20"),
        ("0 0 1 1 * 30 2030", "2026-01-05T10:00:05", "2030-01-01T00:00:30"),
        ("@hourly", "1969-12-31T22:30:00", "1969-12-31T23:00:00"),
    ])
    func `the next moment`(_ cron: String, _ from: String, _ next: String) throws {
        let expression = try #require(CronExpression(parsing: cron))
        #expect(expression.next(after: try self.seconds(from)) == (try self.seconds(next)))
    }

    @Test func `there may be none`() throws {
        #expect(try #require(CronExpression(parsing: "0 0 30 2 *")).next(after: 0) == nil)
        #expect(try #require(CronExpression(parsing: "0 0 1 1 * 0 2020")).next(after: try self.seconds("2026-01-05T10:00:05")) == nil)
    }
}
