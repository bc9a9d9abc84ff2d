// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Queries

struct ResultColumnTests {
    @Test func `what only one of two calls has is not in every answer`() {
        let columns = [ResultColumn(name: "day", type: "Date"), ResultColumn(name: "hits", type: "UInt64")]
        let others = [ResultColumn(name: "hits", type: "Int8"), ResultColumn(name: "mean", type: "Float64")]
        #expect(
            columns.merged(with: others) == [
                ResultColumn(name: "day", type: "Date", isInEveryAnswer: false), ResultColumn(name: "hits", type: "UInt64"),
                ResultColumn(name: "mean", type: "Float64", isInEveryAnswer: false),
            ])
    }
}
