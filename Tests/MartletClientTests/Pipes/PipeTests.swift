// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Typed calls of endpoints.
struct PipeTests {
    private struct Parameters: Encodable {
        var site: String
        var limit: Int?
        var tags: [String]?
        var from: Date?
        var share: Double?
        var isLive: Bool?
        var until: DateTime64?
    }

    private struct Row: Decodable, Hashable {
        let day: Date
        let seen: Date?
        let visits: UInt64
        let share: Double
        let tags: [String]
    }

    private static let answer = """
        {"meta":[{"name":"day","type":"Date"},{"name":"seen","type":"Nullable(DateTime64(3))"},{"name":"visits","type":"UInt64"},
        {"name":"share","type":"Float64"},{"name":"tags","type":"Array(String)"}],
        "data":[{"day":"2026-03-01","seen":"2026-03-01 10:00:00.125","visits":18446744073709551615,"share":0.5,"tags":["ä","\\u0000"]},
        {"day":"2026-03-02","seen":null,"visits":0,"share":-1e300,"tags":[]}],
        "rows":2,"rows_before_limit_at_least":10,"statistics":{"elapsed":0.001,"rows_read":100,"bytes_read":800}}
        """

    @Test func `an answer has rows, columns and figures`() async throws {
        try await withScript({ _, _ in .json(Self.answer) }) { client, _ in
            let answer: PipeAnswer<Row> = try await client.pipe("visits").rows()
            #expect(answer.rows.map(\.visits) == [.max, 0])
            #expect(answer.rows.map(\.seen?.timeIntervalSince1970) == [1_772_359_200.125, nil])
            #expect(answer.rows[1].day.timeIntervalSince1970 == 1_772_409_600)
            #expect(answer.rows[0].tags == ["ä", "\0"])
            #expect(answer.columns.map(\.type) == ["Date", "Nullable(DateTime64(3))", "UInt64", "Float64", "Array(String)"])
            #expect(answer.rowsBeforeLimit == 10)
            #expect(answer.statistics?.rowsRead == 100)
        }
    }

    @Test func `parameters are a struct or a dictionary`() async throws {
        try await withScript({ _, _ in .json(#"{"meta":[],"data":[]}"#) }) { client, server in
            let parameters = Parameters(
                site: "a&b=ü", tags: ["x", "y"], from: Date(timeIntervalSince1970: 1_772_359_200), share: 0.25, isLive: true,
                until: DateTime64(Date(timeIntervalSince1970: 1_772_359_200.125)))
            _ = try await client.pipe("my pipe").rows(parameters, as: [String: Int].self)
            _ = try await client.pipe("top").rows(["limit": 5], as: [String: Int].self)
            _ = try await client.pipe("top").rows(as: [String: Int].self)
            #expect(
                server.requests.map(\.path) == [
                    "/v0/pipes/my%20pipe.json?from=2026-03-01%2010%3A00%3A00&isLive=true&share=0.25&site=a%26b%3D%C3%BC&tags=x%2Cy&until=2026-03-01%2010%3A00%3A00.125",
                    "/v0/pipes/top.json?limit=5", "/v0/pipes/top.json",
                ])
        }
    }

    @Test func `long parameters go into the body`() async throws {
        try await withScript({ _, _ in .json(#"{"meta":[],"data":[]}"#) }) { client, server in
            let ids = (0..<1_000).map { "id\($0)" }
            _ = try await client.pipe("top").rows(["ids": ids], as: [String: Int].self)
            let request = try #require(server.requests.first)
            #expect(request.method == "POST" && request.path == "/v0/pipes/top.json")
            #expect(request.body == "ids=" + ids.joined(separator: "%2C"))
        }
    }

    @Test func `parameters that an endpoint would misunderstand are not sent`() async throws {
        try await withScript({ _, _ in .json("{}") }) { client, server in
            await #expect(throws: EncodingError.self) { try await client.pipe("top").rows(["ids": ["a,b"]], as: [String: Int].self) }
            await #expect(throws: EncodingError.self) { try await client.pipe("top").rows(["a": ["b": "c"]], as: [String: Int].self) }
            await #expect(throws: EncodingError.self) { try await client.pipe("top").rows("text", as: [String: Int].self) }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a busy server is asked again, a refusal is not`() async throws {
        try await withScript({ _, number in number < 3 ? .error(429) : number == 3 ? .json(Self.answer) : .error(403, "no") }) {
            client, server in
            let answer = try await client.pipe("visits").rows(as: Row.self)
            #expect(answer.rows.count == 2)
            let error = await #expect(throws: MartletClientError.self) { try await client.pipe("visits").rows(as: Row.self) }
            #expect(error?.status == 403 && error?.message == "no")
            #expect(server.requests.count == 4)
        }
    }

    @Test func `a time in local time is refused rather than misread`() async throws {
        struct Row: Decodable { let at: Date }
        let answer = #"{"meta":[{"name":"at","type":"DateTime('Europe/Madrid')"}],"data":[{"at":"2026-03-01 10:00:00"}]}"#
        try await withScript({ request, _ in .json(request.body.contains("UTC") ? answer.replacing("Europe/Madrid", with: "UTC") : answer) }
        ) { client, _ in
            let error = await #expect(throws: MartletClientError.self) { try await client.query("SELECT at FROM t", as: Row.self) }
            #expect(error?.message.contains("select toTimeZone(at, 'UTC')") == true)
            let utc = try await client.query("SELECT toTimeZone(at, 'UTC') AS at FROM t", as: Row.self)
            #expect(utc.rows.map(\.at.timeIntervalSince1970) == [1_772_359_200])
        }
    }

    @Test func `rows that are not what was expected are an error that quotes them`() async throws {
        try await withScript({ _, _ in .json(#"{"meta":[],"data":[{"n":"x"}]}"#) }) { client, server in
            let error = await #expect(throws: MartletClientError.self) { try await client.pipe("top").rows(as: [String: Int].self) }
            #expect(error?.message.hasPrefix("the server's answer to /v0/pipes/top.json is not understood: {\"meta\"") == true)
            #expect(server.requests.count == 1)
        }
    }
}
