// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletCore
import Testing

@testable import Gateway

/// What rows become of the events of a request.
struct CapturedBatchTests {
    /// 2026-03-01 12:00:00.
    private static let now = Date(timeIntervalSince1970: 1_772_366_400)

    private static func batch(_ json: String, sentAt: Date? = nil) throws -> CapturedBatch {
        let body = try CaptureBody(Array(json.utf8), query: WireParameters(query: nil))
        return try CapturedBatch(body, at: CaptureMoment(now: self.now, sentAt: sentAt))
    }

    private static let noon = #""timestamp":"2026-03-01 12:00:00.000000""#

    @Test(arguments: [
        #"{"event":"a","distinct_id":"1"}"#, #"[{"event":"a","distinct_id":"1"}]"#,
        #"{"api_key":"k","historical_migration":false,"batch":[{"event":"a","distinct_id":"1"}]}"#,
    ])
    func `an event, a list and a batch are rows alike`(json: String) throws {
        #expect(try Self.batch(json).rows == #"{"event":"a","distinct_id":"1",\#(Self.noon),"properties":{}}"# + "\n")
    }

    @Test func `each event is a line, and nobody's events are no rows`() throws {
        #expect(
            try Self.batch(#"[{"event":"a","distinct_id":"1"},{"event":"b","distinct_id":"2"}]"#).rows.split(separator: "\n").count == 2)
        let empty = try Self.batch(#"{"api_key":"k","batch":[]}"#)
        #expect(empty.rows.isEmpty && empty.key == "k" && empty.identity == nil)
    }

    @Test(arguments: [
        #"{"api_key":"k","batch":[{"event":"a"}]}"#, #"{"token":"k","batch":[{"event":"a"}]}"#, #"{"event":"a","api_key":"k"}"#,
        #"[{"event":"a","token":"k"},{"event":"b"}]"#, #"{"event":"a","properties":{"token":"k"}}"#,
        #"{"api_key":"k","batch":[{"event":"a","token":"k","properties":{"token":"k"}}]}"#,
    ])
    func `the key is read wherever it stands, and kept nowhere`(json: String) throws {
        let batch = try Self.batch(json)
        #expect(batch.key == "k")
        #expect(!batch.rows.contains("\"k\""))
    }

    @Test(arguments: [
        (#"{"event":"a","distinct_id":"1","properties":{"distinct_id":"2"}}"#, #""distinct_id":"1""#),
        (#"{"event":"a","$distinct_id":"1","properties":{"distinct_id":"2"}}"#, #""distinct_id":"1""#),
        (#"{"event":"a","properties":{"distinct_id":"2","$distinct_id":"3"}}"#, #"\#(noon),"distinct_id":"2"}"#),
        (#"{"event":"a","properties":{"$distinct_id":"3"}}"#, #"\#(noon),"distinct_id":"3"}"#),
        // What nobody said is left for the data source to put into quarantine.
        (#"{"event":"a"}"#, #"{"event":"a",\#(noon),"properties":{}}"#),
        (#"{"event":"a","properties":7}"#, #"{"event":"a","properties":{},\#(noon)}"#),
        (#"{"event":"a","offset":60000}"#, #"{"event":"a","timestamp":"2026-03-01 11:59:00.000000","properties":{}}"#),
        (#"{"event":"a","properties":{"timestamp":"2026-03-01T10:00:00Z"}}"#, #""timestamp":"2026-03-01 10:00:00.000000""#),
        (#"{"event":"a","properties":{"n":9007199254740993,"x":[1.50,null]}}"#, #""properties":{"n":9007199254740993,"x":[1.5,null]}"#),
        (
            #"{"event":"a","$set":{"a":1,"b":1},"$set_once":{"c":1},"properties":{"$set":{"b":2}}}"#,
            #""properties":{"$set":{"a":1,"b":2},"$set_once":{"c":1}}"#
        ),
    ])
    func `what an event says stands where rows have it`(json: String, part: String) throws {
        let rows = try Self.batch(json).rows
        #expect(rows.contains(part), "\(rows)")
    }

    @Test(arguments: [
        (#"{"sent_at":"2026-02-28T12:00:00Z","batch":[{"event":"a","timestamp":"2026-02-28T11:00:00Z"}]}"#, "2026-03-01 11:00:00.000000"),
        (
            #"{"sent_at":"2026-02-28T12:00:00Z","batch":[{"event":"a","timestamp":"2026-02-28T11:00:00Z","properties":{"$ignore_sent_at":true}}]}"#,
            "2026-02-28 11:00:00.000000"
        ),
        // Where the body says nothing of it that is a time, the URL does.
        (#"{"sent_at":"soon","batch":[{"event":"a","timestamp":"2026-02-28T11:00:00Z"}]}"#, "2026-02-28 23:00:00.000000"),
        (#"{"event":"a","timestamp":"2026-02-28T11:00:00Z"}"#, "2026-02-28 23:00:00.000000"),
    ])
    func `the body's own time of sending is believed first`(json: String, time: String) throws {
        let rows = try Self.batch(json, sentAt: Self.now.addingTimeInterval(-43_200)).rows
        #expect(rows.contains(#""timestamp":"\#(time)""#), "\(rows)")
    }

    @Test func `a batch is known again by its events, if all of them have an id`() throws {
        #expect(try Self.batch(#"[{"event":"a","uuid":"1"},{"event":"b","uuid":"2"}]"#).identity == "capture 1 2")
        #expect(try Self.batch(#"[{"event":"a","uuid":"1"},{"event":"b"}]"#).identity == nil)
        #expect(try Self.batch(#"{"event":"a","uuid":7}"#).identity == nil)
    }

    private static let unreadable =
        "the body is no events: expected a JSON object with \"event\", a list of them, or an object with such a list in \"batch\""

    @Test(arguments: [
        ("{", unreadable), (#"{"batch":{}}"#, unreadable), (String(repeating: "[", count: 100_000), unreadable),
        // base64 of a text that is no JSON.
        ("Zm9v", unreadable),
        ("{}", "event 1 is none: expected a JSON object with its name in \"event\""),
        (#"{"batch":[{"event":"a"},{"event":7}]}"#, "event 2 is none: expected a JSON object with its name in \"event\""),
        (#"[{"event":"a"},{"event":"b"},"c"]"#, "event 3 is none: expected a JSON object with its name in \"event\""),
        (#"[{"event":"a","token":"k"},{"event":"b","token":"l"}]"#, "events of one request have one key: send them apart"),
        (#"{"api_key":"k","batch":[{"event":"a","token":"l"}]}"#, "events of one request have one key: send them apart"),
    ])
    func `what is no events is refused with the place`(json: String, message: String) {
        let error = #expect(throws: (any Error).self) { try Self.batch(json) }
        #expect((error as? any ServiceError)?.message == message)
    }
}
