// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing
import Workspaces

/// Live endpoints: answers that are pushed when their data changes.
@Suite struct LiveTests {
    private static let files = [
        DeploymentFile(path: "others.datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n"),
        DeploymentFile(
            path: "total.pipe",
            text: "TOKEN viewer READ\nNODE t\nSQL >\n    %\n    SELECT sum(n) * {{Int32(times, 1)}} AS s FROM events\nTYPE endpoint\n"),
        DeploymentFile(
            path: "lot.pipe",
            text: "NODE l\nSQL >\n    SELECT sum(n) AS s, now64(9) AS moment, rand64() AS lot FROM events\nTYPE endpoint\n"),
        DeploymentFile(path: "much.pipe", text: "NODE m\nSQL >\n    SELECT number FROM numbers(200000)\nTYPE endpoint\n"),
    ]

    private static let path = "/v0/pipes/total.json"

    private func append(_ numbers: Int..., to dataSource: String = "events", of server: ServerFixture) async throws {
        try await server.client().append(numbers.map { "{\"n\":\($0)}\n" }.joined(), to: dataSource)
    }

    @Test func `a change is sent within moments, and nothing else`() async throws {
        try await withEvents(Self.files) { server, token in
            let stream = try await EventStream(server, Self.path, token: token)
            #expect(stream.status == 200)
            #expect(stream.headers["content-type"] == "text/event-stream")
            #expect(stream.headers["cache-control"] == "no-store")
            #expect(stream.headers["x-accel-buffering"] == "no")
            #expect(stream.headers["access-control-allow-origin"] == "*")
            let first = try #require(try await stream.events(1).first)
            #expect(first.data == #"{"meta":[{"name":"s","type":"Int64"}],"data":[{"s":0}],"rows":1}"#)

            try await self.append(9, to: "others", of: server)
            try await self.append(0, of: server)
            try await self.append(5, of: server)
            let second = try #require(try await stream.events(2).last)
            #expect(stream.values("s") == [0, 5])

            // Who knows the answer gets the next one only, by header or parameter, and with the extension too.
            let id = try #require(second.id)
            let resumed = [
                try await EventStream(server, Self.path, token: token, headers: ["Last-Event-ID": id]),
                try await EventStream(server, "/v0/pipes/total.sse?last_event_id=\(id)", token: token),
            ]
            let doubled = try await EventStream(server, "/v0/pipes/total.sse?times=2", token: token)
            try await self.append(1, of: server)
            for stream in resumed { #expect(try await stream.events(1).first?.rows.first?["s"] as? Int == 6) }
            _ = try await doubled.events(2)
            #expect(doubled.values("s") == [10, 12])
            _ = try await stream.events(3)
            #expect(stream.values("s") == [0, 5, 6])
        }
    }

    @Test func `identical subscriptions share each run, also of what depends on the clock`() async throws {
        try await withEvents(Self.files) { server, token in
            let streams = [
                try await EventStream(server, "/v0/pipes/lot.sse", token: token),
                try await EventStream(server, "/v0/pipes/lot.sse", token: token),
            ]
            let first = try await streams[0].events(3).suffix(1)
            try await eventually("both get the same") { streams[1].events.contains { $0.id == first.first?.id } }
            try await self.append(7, of: server)
            try await eventually("a change comes before the clock's turn") { streams.allSatisfy { $0.values("s").contains(7) } }
        }
    }

    @Test func `mistakes are answered before there is a stream`() async throws {
        try await withEvents(Self.files) { server, token in
            let viewer = try await server.token("viewer")
            #expect(try await server.get("/v0/pipes/lot.sse", token: viewer).error == "token is missing the scope PIPES:READ:lot")
            #expect(try await server.get("/v0/pipes/total.sse").status == 403)
            #expect(try await server.get("/v0/pipes/nothing.sse", token: token).status == 404)
            #expect(try await server.get("/v0/pipes/total.sse?times=x", token: token).status == 400)
            let large = try await server.get("/v0/pipes/much.sse", token: token)
            #expect(large.status == 413)
            #expect(
                large.error == "the answer is larger than 1048576 bytes, which is too much to send at every change: select less of it")
        }
    }

    @Test func `streams follow deployments, and end with the endpoint and with the token`() async throws {
        try await withEvents(Self.files) { server, token in
            let made = try await server.post("/v0/tokens?name=guest&scope=PIPES:READ:total", token: token, body: "")
            let guest = try await EventStream(server, Self.path, token: try #require(try made.json()["token"] as? String))
            let stream = try await EventStream(server, Self.path, token: token)
            _ = try await (guest.events(1), stream.events(1))

            let changed = DeploymentFile(
                path: "total.pipe", text: "NODE t\nSQL >\n    SELECT sum(n) + 100 AS s FROM events\nTYPE endpoint\n")
            let rest = [.events] + Self.files.filter { $0.path != changed.path }
            _ = try await server.client().deploy(rest + [changed])
            _ = try await (guest.events(2), stream.events(2))
            #expect(stream.values("s") == [0, 100])

            #expect(try await server.request("DELETE", "/v0/tokens/guest", token: token).status == 200)
            try await eventually("the guest is shown out") { guest.isOver }
            #expect(guest.events.last?.name == "error")
            #expect(guest.events.last?.data == #"{"error":"invalid authentication token"}"#)
            #expect(!stream.isOver)

            try await self.append(1, of: server)
            _ = try await stream.events(3)
            #expect(stream.values("s") == [0, 100, 101])
            _ = try await server.client().deploy(rest)
            try await eventually("the stream ends with its endpoint") { stream.isOver }
            #expect(stream.events.last?.data == #"{"error":"pipe \"total\" does not exist"}"#)
        }
    }

    @Test func `a token that sees some rows is sent these, and nothing when others come`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let (low, high) = try await (self.token("low", seeing: "n < 10", in: folder), self.token("high", seeing: "n >= 10", in: folder))
        let server = try await ServerFixture.start(in: folder)
        _ = try await server.client().deploy([.events] + Self.files)
        let streams = try await (EventStream(server, Self.path, token: low), EventStream(server, Self.path, token: high))
        _ = try await (streams.0.events(1), streams.1.events(1))
        try await self.append(50, of: server)
        _ = try await streams.1.events(2)
        try await self.append(5, of: server)
        _ = try await streams.0.events(2)
        #expect(streams.0.values("s") == [0, 5])
        #expect(streams.1.values("s") == [0, 50])
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    /// A token for `total` that sees some rows of `events`, put into the catalog of a server that does not run.
    private func token(_ name: String, seeing filter: String, in folder: URL) async throws -> String {
        let keys = folder.appending(path: "keys")
        try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
        let signer = try TokenSigner.loadOrMake(at: keys.appending(path: "token-signing.key").path)
        let catalog = try WorkspaceCatalog(path: folder.appending(path: "catalog.sqlite").path, signer: signer)
        let (workspace, owner) = ("Tinybird_Local_Testing", "local_testing@tinybird.co")
        if catalog.workspace(workspace) == nil { try await catalog.createWorkspace(named: workspace, ownerEmail: owner) }
        let id = try #require(catalog.workspace(workspace)).id
        let scopes = [TokenScope(.readPipe, resource: "total"), TokenScope(.readDataSource, resource: "events", filter: filter)]
        return try await catalog.createToken(named: name, scopes: scopes, origin: .custom, in: id).text
    }

    @Test func `many idle subscribers are told of a change, and do not keep the server from stopping`() async throws {
        try await withEvents(Self.files) { server, token in
            let connections = try (0..<200).map { _ in try RawConnection(to: server) }
            for connection in connections {
                connection.send("GET /v0/pipes/total.sse HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n")
            }
            var texts = Array(repeating: "", count: connections.count)
            let all = { (text: String) in
                for (index, connection) in connections.enumerated() { texts[index] += connection.receive() ?? "" }
                return texts.allSatisfy { $0.contains(text) }
            }
            try await eventually("all have the first answer") { all("\"s\":0") }
            try await self.append(3, of: server)
            try await eventually("all have the second") { all("\"s\":3") }
            try await server.stop()
            #expect(connections.allSatisfy { $0.receive() != "" }, "the streams have ended")
        }
    }
}
