// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import NIOHTTP1
import Testing

@testable import MartletClient

/// Moments as texts, and how long servers ask to wait.
struct UTCTextTests {
    @Test(
        arguments: [
            ("2026-03-01", 1_772_323_200.0), ("2026-03-01 10:00:00", 1_772_359_200), ("2026-03-01T10:00:00Z", 1_772_359_200),
            ("2026-03-01 10:00:00.5", 1_772_359_200.5), ("2026-03-01 10:00:00.123", 1_772_359_200.123),
            ("2026-03-01 10:00:00.123456789", 1_772_359_200.123456789), ("1970-01-01 00:00:00", 0), ("1969-12-31 23:59:59.5", -0.5),
            ("2149-06-06", 5_662_224_000),
        ])
    func `moments are read as ClickHouse writes them`(text: String, seconds: Double) throws {
        let date = try #require(UTCText.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-03-01 10:00", "2026-03-01 10:00:00.", "2026-03-01 10:00:00.1234567890", "é026-03-01 10:00:00",
        "2026-03-01 10:00:00+01:00", "2026-03-01 10:00:00.1e5",
    ])
    func `other texts are no moments`(text: String) {
        #expect(UTCText.date(text) == nil)
    }

    @Test(arguments: [
        (1_772_359_200.123, "2026-03-01T10:00:00.123Z"), (1_772_359_200.9996, "2026-03-01T10:00:01.000Z"), (0, "1970-01-01T00:00:00.000Z"),
    ])
    func `events have milliseconds`(seconds: Double, text: String) {
        #expect(UTCText.iso(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func `parameters have seconds, or milliseconds`() {
        #expect(UTCText.seconds(Date(timeIntervalSince1970: 1_772_359_200.9)) == "2026-03-01 10:00:00")
        #expect(UTCText.milliseconds(Date(timeIntervalSince1970: 1_772_359_200)) == "2026-03-01 10:00:00.000")
    }

    @Test(
        arguments: [
            ("Retry-After", "3", .seconds(3)), ("Retry-After", "0.5", .milliseconds(500)), ("Retry-After", "1e300", .seconds(86_400)),
            ("Retry-After", "Sun, 01 Mar 2026 10:00:07 GMT", .seconds(7)), ("Retry-After", "Sun, 01 Mar 2026 09:00:00 GMT", .zero),
            ("Retry-After", "soon", nil), ("Retry-After", "-1", nil), ("Retry-After", "nan", nil), ("X-RateLimit-Reset", "2", .seconds(2)),
        ] as [(String, String, Duration?)])
    func `a wait is seconds or a date`(name: String, value: String, expected: Duration?) {
        let headers: HTTPHeaders = [name: value]
        #expect(RetryAfter.duration(in: headers, now: Date(timeIntervalSince1970: 1_772_359_200)) == expected)
    }
}
