// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import ClickHouse

struct VolatileFunctionsTests {
    @Test(arguments: [
        "SELECT count() FROM events WHERE day = toDate('2026-01-01')",
        "SELECT any(x), groupArray(y), quantile(0.9)(z) FROM events",
        "SELECT parseDateTimeBestEffort('2026-01-01 10:00') AS t",
        "SELECT arrayJoin([1, 2]), formatDateTime(toStartOfHour(t), '%H') FROM events",
        "SELECT number FROM numbers(3)", "SELECT 'now()' -- now()",
    ])
    func `what follows from the rows alone is repeatable`(query: String) throws {
        #expect(try analyzeQuery(query).isRepeatable)
    }

    @Test(arguments: [
        "SELECT now()", "SELECT NOW() - 1", "SELECT 1 WHERE d > today()", "SELECT * FROM (SELECT yesterday())", "SELECT now64(3)",
        "WITH (SELECT now()) AS t SELECT t", "SELECT current_timestamp", "SELECT rand()", "SELECT randConstant()",
        "SELECT generateUUIDv4()",
        "SELECT arrayMap(x -> rand32(x), [1])", "SELECT arrayShuffle([1])", "SELECT rowNumberInAllBlocks()", "SELECT runningDifference(x)",
        "SELECT * FROM generateRandom('a Int8')", "SELECT parseDateTimeBestEffort(text) FROM events",
        "SELECT parseDateTimeBestEffort('10:00')", "SELECT parseDateTime64BestEffortOrNull('Jan 3')", "SELECT version()",
    ])
    func `clocks, chance and the server's state are not`(query: String) throws {
        #expect(try !analyzeQuery(query).isRepeatable)
    }

    @Test(arguments: [
        ("SELECT now()", "SELECT toDateTime(90)"),
        ("SELECT Now ( ) - 1", "SELECT toDateTime(90) - 1"),
        ("SELECT now('UTC'), now64(), now64(6, 'UTC')", "SELECT toDateTime(90, 'UTC'), toDateTime64(90, 3), toDateTime64(90, 6, 'UTC')"),
        ("SELECT today(), yesterday()", "SELECT toDate(toDateTime(90)), (toDate(toDateTime(90)) - 1)"),
        ("SELECT '`now()`', x.now(), `now`, snow() -- now()", "SELECT '`now()`', x.now(), `now`, snow() -- now()"),
        ("SELECT now(concat('U', 'TC'))", "SELECT toDateTime(90, concat('U', 'TC'))"),
        ("SELECT UTCTimestamp()", "SELECT toDateTime(90, 'UTC')"),
        ("SELECT now(", "SELECT now("),
    ])
    func `a stopped clock takes the place of the engine's`(query: String, expected: String) throws {
        #expect(StoppedClock(seconds: 90).stop(in: query) == expected)
    }

    @Test func `a query with a stopped clock is repeatable`() throws {
        let query = "SELECT count() FROM events WHERE t > now() - INTERVAL 1 DAY AND d = today()"
        #expect(try analyzeQuery(StoppedClock(seconds: 90).stop(in: query)).isRepeatable)
    }
}
