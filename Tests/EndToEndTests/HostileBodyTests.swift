// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Compression
import Foundation
import MartletClient
import NIOCore
import NIOHTTP1
import Testing

/// Bodies that no honest client sends: each gets its status, none costs memory or a neighbour's row.
@Suite struct HostileBodyTests {
    private static let files = [
        DeploymentFile(
            path: "e.datasource",
            text: """
                SCHEMA >
                    `n` UInt64 `json:$.n`,
                    `f` Float64 `json:$.f` DEFAULT 0,
                    `s` String `json:$.s` DEFAULT ''

                ENGINE_SORTING_KEY n

                """)
    ]

    /// Mebibytes that one request at the limit may add, of body, text inflated from it, and rows made of it, and what the allocator keeps.
    private static let memoryBound = 160

    private func withEvents(_ body: (_ server: ServerFixture, _ token: String) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            try await body(server, try await server.adminToken())
        }
    }

    private func count(_ server: ServerFixture, _ token: String, of table: String = "e") async throws -> Int? {
        try await server.get("/v0/sql?q=SELECT%20count()%20AS%20c%20FROM%20\(table)", token: token).rows().first?["c"] as? Int
    }

    // MARK: Rows

    /// A line between two good ones, and how many of the three are stored.
    private static let lines: [(name: String, line: [UInt8], stored: Int)] = [
        ("nested 100,000 deep", Array((#"{"n":2,"s":"# + String(repeating: "[", count: 100_000)).utf8), 2),
        (
            "nested 100,000 deep and closed",
            Array((#"{"n":2,"s":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}").utf8), 2
        ),
        ("objects 100,000 deep", Array(String(repeating: #"{"n":"#, count: 100_000).utf8), 2),
        ("invalid UTF-8", Array(#"{"n":2,"s":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8), 2),
        ("an overlong NUL", Array(#"{"n":2,"s":""#.utf8) + [0xC0, 0x80] + Array(#""}"#.utf8), 2),
        ("half a surrogate", Array(#"{"n":2,"s":"\ud800"}"#.utf8), 3),
        ("a key twice", Array(#"{"n":2,"n":3}"#.utf8), 3),
        ("a number beyond every type", Array(#"{"n":1e999}"#.utf8), 2),
        ("a float beyond its type", Array(#"{"n":2,"f":1e999}"#.utf8), 2),
        ("a number of 100,000 digits", Array((#"{"n":"# + String(repeating: "9", count: 100_000) + "}").utf8), 2),
        ("a fraction of 100,000 digits", Array((#"{"n":2,"f":0."# + String(repeating: "9", count: 100_000) + "}").utf8), 3),
        ("a bare NUL", [0], 2),
        ("a NUL in a text", Array(#"{"n":2,"s":"a"#.utf8) + [0] + Array(#"b"}"#.utf8), 2),
        ("an escaped NUL in a text", Array(#"{"n":2,"s":"a\u0000b"}"#.utf8), 3),
        ("a line of 4 MiB", Array((#"{"n":2,"s":""# + String(repeating: "x", count: 4 << 20) + #""}"#).utf8), 3),
        ("100,000 keys", Array((#"{"n":2"# + (0..<100_000).map { ",\"k\($0)\":1" }.joined() + "}").utf8), 3),
    ]

    @Test func `a hostile line is stored or quarantined, and its neighbours are stored`() async throws {
        try await self.withEvents { server, token in
            for (name, line, stored) in Self.lines {
                let body = Data(Array("{\"n\":1}\n".utf8) + line + Array("\n{\"n\":4}\n".utf8))
                let answer = try await server.request("POST", "/v0/events?name=e&wait=true", token: token, body: body)
                #expect(answer.status == 200, "\(name): \(answer.body)")
                #expect(
                    try answer.json() as? [String: Int] == ["successful_rows": stored, "quarantined_rows": 3 - stored],
                    "\(name): \(answer.body)")
            }
            #expect(try await self.count(server, token) == Self.lines.map(\.stored).reduce(0, +))
            #expect(try await self.count(server, token, of: "e_quarantine") == Self.lines.map { 3 - $0.stored }.reduce(0, +))
        }
    }

    // MARK: Sizes

    @Test func `a line of 100 MB is refused before it takes memory`() async throws {
        try await self.withEvents { server, token in
            let before = try ProcessTree.memory(of: server.program.processIdentifier).peak
            let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 20)
            for length in [HTTPClientRequest.Body.Length.unknown, .known(Int64(100 << 20))] {
                var request = HTTPClientRequest(url: server.url + "/v0/events?name=e")
                request.method = .POST
                request.headers.add(name: "Authorization", value: "Bearer \(token)")
                let pieces = AsyncStream { continuation in
                    for _ in 0..<100 { continuation.yield(piece) }
                    continuation.finish()
                }
                request.body = .stream(pieces, length: length)
                #expect(try await HTTPClient.shared.execute(request, timeout: .seconds(60)).status == .payloadTooLarge)
            }
            let grown = try ProcessTree.memory(of: server.program.processIdentifier).peak - before
            #expect(grown < Self.memoryBound, "\(grown) MiB")
            #expect(try await self.count(server, token) == 0)
        }
    }

    /// A Zstandard frame (RFC 8878) of blocks that repeat a blank 128 Ki times each: 4 bytes for 128 KiB.
    private static func zstdBomb(byteCount: Int) -> [UInt8] {
        // Magic number; no content size or checksum; a window of 128 KiB.
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x38]
        let blockCount = byteCount >> 17
        for number in 1...blockCount {
            let header = 1 << 20 | 1 << 1 | (number == blockCount ? 1 : 0)
            frame += [UInt8(header & 255), UInt8(header >> 8 & 255), UInt8(header >> 16), UInt8(ascii: " ")]
        }
        return frame
    }

    @Test func `a bomb is defused at 10 MiB, in every encoding, alone and in company`() async throws {
        try await self.withEvents { server, token in
            let bombs = [
                ("gzip", try Gzip.compress(Array(repeating: UInt8(ascii: " "), count: 256 << 20))),
                ("zstd", Self.zstdBomb(byteCount: 1 << 30)),
            ]
            let small = Self.zstdBomb(byteCount: 1 << 20) + Self.zstdBomb(byteCount: 1 << 17)
            let harmless = try await server.request(
                "POST", "/v0/events?name=e", token: token, body: Data(small), headers: ["Content-Encoding": "zstd"])
            #expect(harmless.status != 413, "\(harmless.body)")
            let before = try ProcessTree.memory(of: server.program.processIdentifier).peak
            for (encoding, bomb) in bombs {
                let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await server.request(
                                "POST", "/v0/events?name=e", token: token, body: Data(bomb), headers: ["Content-Encoding": encoding]
                            ).status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers == Array(repeating: 413, count: 8), "\(encoding)")
            }
            let grown = try ProcessTree.memory(of: server.program.processIdentifier).peak - before
            #expect(grown < Self.memoryBound, "\(grown) MiB")
            #expect(try await server.post("/v0/events?name=e&wait=true", token: token, body: "{\"n\":1}").status == 200)
        }
    }

    @Test(arguments: ["gzip", "zstd"])
    func `a damaged stream and an unknown encoding are the client's mistakes`(encoding: String) async throws {
        try await self.withEvents { server, token in
            for (name, body) in [(encoding, Data("{\"n\":1}\n".utf8)), (encoding, Data()), ("br", Data("{\"n\":1}\n".utf8))] {
                let answer = try await server.request(
                    "POST", "/v0/events?name=e", token: token, body: body, headers: ["Content-Encoding": name])
                #expect(answer.status == 400, "\(name): \(answer.body)")
            }
        }
    }

    // MARK: Connections

    @Test func `a client that drips is ended with 408 and holds up nobody`() async throws {
        try await self.withEvents { server, token in
            let head = "POST /v0/events?name=e HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: 1000\r\n\r\n"
            let clients = try (0..<50).map { _ in try RawConnection(to: server) }
            for client in clients { client.send(head) }
            var answers = clients.map { _ in "" }
            try await eventually("all drips are ended", within: .seconds(60)) {
                for (number, client) in clients.enumerated() where !answers[number].hasPrefix("HTTP/1.1 408") {
                    client.send("x")
                    answers[number] += client.receive() ?? "gone"
                }
                let start = ContinuousClock.now
                #expect(try await server.post("/v0/events?name=e", token: token, body: "{\"n\":1}").status == 202)
                // Far below what the slow ones are given, far above what a busy machine needs.
                #expect(ContinuousClock.now - start < .seconds(20))
                try await Task.sleep(for: .seconds(1))
                return answers.allSatisfy { $0.hasPrefix("HTTP/1.1 408") || $0.hasSuffix("gone") }
            }
            #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 408") }, "\(Set(answers))")
        }
    }

    @Test func `a client that leaves half-way leaves nothing behind`() async throws {
        try await self.withEvents { server, token in
            let descriptors = "/proc/\(server.program.processIdentifier)/fd"
            let before = try FileManager.default.contentsOfDirectory(atPath: descriptors).count
            for _ in 0..<200 {
                let client = try RawConnection(to: server)
                client.send(
                    "POST /v0/events?name=e&wait=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: 100\r\n\r\n{\"n\":1}\n"
                )
            }
            try await eventually("the connections are closed") {
                try FileManager.default.contentsOfDirectory(atPath: descriptors).count <= before + 10
            }
            #expect(try await server.post("/v0/events?name=e&wait=true", token: token, body: "{\"n\":2}").status == 200)
            #expect(try await self.count(server, token) == 1)
        }
    }

    @Test func `ten thousand connections are survived, and those that are in are served`() async throws {
        try await self.withEvents { server, token in
            let before = try ProcessTree.memory(of: server.program.processIdentifier).resident
            var clients: [RawConnection] = []
            for _ in 0..<10_000 { clients.append(try RawConnection(to: server)) }
            let body = "{\"n\":7}"
            let head =
                "POST /v0/events?name=e&wait=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            clients[0].send(head + body)
            var answer = ""
            try await eventually("one of them is served", within: .seconds(20)) {
                answer += clients[0].receive() ?? ""
                return answer.hasPrefix("HTTP/1.1 200")
            }
            let grown = try ProcessTree.memory(of: server.program.processIdentifier).resident - before
            #expect(grown < 400, "\(grown) MiB")
            clients = []
            #expect(try await self.count(server, token) == 1)
        }
    }
}
