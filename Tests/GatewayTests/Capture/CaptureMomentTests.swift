// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

@testable import Gateway

/// When an event happened by our clock, where the client's is another one.
struct CaptureMomentTests {
    /// 2026-03-01 12:00:00.
    private static let now = Date(timeIntervalSince1970: 1_772_366_400)

    @Test(arguments: [
        ("2026-03-01T11:59:00Z", "2026-03-01 11:59:00.000000"),
        ("2026-03-01T11:59:00.25Z", "2026-03-01 11:59:00.250000"),
        ("2026-03-01T12:59:00.125+01:00", "2026-03-01 11:59:00.125000"),
        ("2026-03-01T05:59:00-0600", "2026-03-01 11:59:00.000000"),
        ("2026-03-01 11:59:00", "2026-03-01 11:59:00.000000"),
        ("2026-03-01T11:59:00.123456", "2026-03-01 11:59:00.123456"),
        ("1950-01-01T00:00:00.5Z", "1950-01-01 00:00:00.500000"),
    ])
    func `a time is read with and without fraction, zone and blank`(text: String, expected: String) {
        #expect(CaptureMoment(now: Self.now).time(of: CapturedTimes(timestamp: text)) == expected)
    }

    @Test(arguments: [
        "", "now", "2026-03-01", "2026-03-01T", "2026-03-01 soon", "1772366400", "1800-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
    ])
    func `a text that is no time stays as it is`(text: String) {
        let moment = CaptureMoment(now: Self.now, sentAt: Self.now)
        #expect(moment.time(of: CapturedTimes(timestamp: text)) == text)
    }

    @Test(arguments: [
        // An event of which nothing is known.
        (CapturedTimes(), "2026-03-01 12:00:00.000000"),
        // The client's clock is two days and a second behind.
        (CapturedTimes(timestamp: "2026-02-27T11:59:00Z"), "2026-03-01 11:59:01.000000"),
        (CapturedTimes(timestamp: "2026-02-27T11:59:00Z", ignoresSendingTime: true), "2026-02-27 11:59:00.000000"),
        (CapturedTimes(offsetMilliseconds: 1500), "2026-03-01 11:59:58.500000"),
        (CapturedTimes(timestamp: "2026-02-27T11:59:00Z", offsetMilliseconds: 0), "2026-03-01 12:00:00.000000"),
        // Times ahead of us, and more than a century ago, are no offsets.
        (CapturedTimes(timestamp: "2026-02-27T11:59:00Z", offsetMilliseconds: -1), "2026-03-01 11:59:01.000000"),
        (CapturedTimes(offsetMilliseconds: 1e300), "2026-03-01 12:00:00.000000"),
    ])
    func `the difference of the clocks is taken off`(times: CapturedTimes, expected: String) {
        let moment = CaptureMoment(now: Self.now, sentAt: Self.now.addingTimeInterval(-172_801))
        #expect(moment.time(of: times) == expected)
    }

    @Test func `a time of sending counts milliseconds, and is none of the last century`() {
        #expect(CaptureMoment.date(milliseconds: "1772366400500") == Self.now.addingTimeInterval(0.5))
        for text in ["", "x", "1772366400", "-1", "nan", "1e400", "99999999999999999"] {
            #expect(CaptureMoment.date(milliseconds: text) == nil, "\(text)")
        }
    }
}
