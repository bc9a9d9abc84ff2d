// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Synchronization
import Testing

/// Data sources that are altered, renamed, exchanged and deleted while a workspace lives.
@Suite struct DataSourceChangeTests {
    private static let events = DeploymentFile(
        path: "events.datasource", text: "# Kept.\nTOKEN writer APPEND\n\nSCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n")
    private static let view = [
        DeploymentFile(path: "sums.datasource", text: "SCHEMA >\n    `s` UInt64\n\nENGINE_SORTING_KEY s\n"),
        DeploymentFile(path: "summing.pipe", text: "NODE s\nSQL >\n    SELECT n AS s FROM events\nTYPE materialized\nDATASOURCE sums\n"),
    ]
    private static let endpoint = DeploymentFile(
        path: "total.pipe", text: "NODE t\nSQL >\n    SELECT sum(n) AS s FROM events\nTYPE endpoint\n")

    private func withEvents(_ files: [DeploymentFile] = [], _ body: (ServerFixture, String) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy([Self.events] + files)
            try await body(server, try await server.adminToken())
        }
    }

    private func value(_ server: ServerFixture, _ token: String, _ expression: String, of dataSource: String) async throws -> Int? {
        let answer = try await server.post("/v0/sql", token: token, body: "SELECT \(expression) AS v FROM \(dataSource) FORMAT JSON")
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.rows().first?["v"] as? Int
    }

    private func alter(_ server: ServerFixture, _ token: String, _ pairs: KeyValuePairs<String, String>) async throws
        -> ServerFixture.Answer
    {
        let body = pairs.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
        return try await server.post(
            "/v0/datasources/events/alter", token: token, body: body, headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    // MARK: Alter

    @Test func `columns, TTL, indexes and the description come by alter, after a dry run that does nothing`() async throws {
        try await self.withEvents([Self.endpoint]) { server, token in
            _ = try await server.client().append("{\"n\":1}\n", to: "events")
            let pairs: KeyValuePairs = [
                "schema": "`n` UInt64 `json:$.n`, `at` DateTime `json:$.at` DEFAULT toDateTime(0)", "description": "All of them",
                "indexes": "INDEX by_at at TYPE minmax GRANULARITY 4",
            ]
            let operations = [
                "ADD COLUMN `at` DateTime DEFAULT toDateTime(0) AFTER `n`", "ADD INDEX by_at at TYPE minmax GRANULARITY 4",
                "MODIFY DESCRIPTION",
            ]
            let before = try await server.get("/v0/datasources/events.datasource", token: token).body
            let dry = try await self.alter(server, token, KeyValuePairs(dictionaryLiteral: pairs[0], pairs[1], pairs[2], ("dry", "true")))
            #expect(try dry.json()["operations"] as? [String] == operations, "\(dry.body)")
            #expect(try dry.json()["dependencies"] as? [String] == ["total"])
            #expect(try await server.get("/v0/datasources/events.datasource", token: token).body == before)

            let answer = try await self.alter(server, token, pairs)
            #expect(try answer.json()["operations"] as? [String] == operations, "\(answer.body)")
            #expect(
                try await server.get("/v0/datasources/events.datasource", token: token).body == """
                    DESCRIPTION >
                        All of them

                    # Kept.
                    TOKEN "writer" APPEND

                    SCHEMA >
                        `n` UInt64 `json:$.n`,
                        `at` DateTime `json:$.at` DEFAULT toDateTime(0)

                    INDEXES >
                        by_at at TYPE minmax GRANULARITY 4

                    ENGINE_SORTING_KEY n

                    """)
            _ = try await server.client().append("{\"n\":2,\"at\":\"2026-01-01 00:00:00\"}\n{\"n\":3}\n", to: "events")
            #expect(try await self.value(server, token, "countIf(toYear(at) = 2026)", of: "events") == 1)
            #expect(try await self.value(server, token, "countIf(toYear(at) = 1970)", of: "events") == 2)

            let again = try await self.alter(server, token, pairs)
            #expect(again.status == 400)
            #expect(again.error == "There were no operations to perform")

            let ttl = try await self.alter(server, token, ["ttl": "at + INTERVAL 100 YEAR", "indexes": "0"])
            #expect(try ttl.json()["operations"] as? [String] == ["DROP INDEX by_at", "MODIFY TTL at + INTERVAL 100 YEAR"], "\(ttl.body)")
            let without = try await self.alter(server, token, ["ttl": "false"])
            #expect(try without.json()["operations"] as? [String] == ["REMOVE TTL"], "\(without.body)")
            #expect(try await self.value(server, token, "count()", of: "events") == 3)
        }
    }

    @Test func `what is there cannot be altered`() async throws {
        try await self.withEvents { server, token in
            for (schema, message) in [
                (
                    "`n` Int32 `json:$.n`",
                    "schema: column \"n\" changes from `n` UInt64 `json:$.n` to `n` Int32 `json:$.n`; columns can only be added"
                ),
                ("`m` UInt64 `json:$.m`", "engine_sorting_key: Sorting key column 'n' is not present in schema"),
                ("`n` UInt64 `json:$.n`, `m` Foo", "schema, line 1, column 28: Unknown data type family: Foo"),
            ] {
                let answer = try await self.alter(server, token, ["schema": schema])
                #expect(answer.status == 400)
                #expect(answer.error?.hasPrefix(message) == true, "\(answer.body)")
            }
        }
    }

    @Test func `events keep arriving while columns are added, and each is stored once`() async throws {
        try await self.withEvents { server, token in
            let sender = Sender()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        while let first = sender.next(50) {
                            let rows = (first..<(first + 50)).map { "{\"n\":\($0),\"c3\":\"x\"}\n" }.joined()
                            let answer = try await server.post("/v0/events?name=events", token: token, body: rows)
                            #expect(answer.status == 202, "\(answer.body)")
                        }
                    }
                }
                var schema = "`n` UInt64 `json:$.n`"
                for number in 1...6 {
                    schema += ", `c\(number)` String `json:$.c\(number)` DEFAULT ''"
                    let answer = try await self.alter(server, token, ["schema": schema])
                    #expect(answer.status == 200, "\(answer.body)")
                }
                sender.stop()
                try await group.waitForAll()
            }
            let count = sender.count
            try await eventually("all events are stored") { try await self.value(server, token, "count()", of: "events") ?? 0 >= count }
            #expect(try await self.value(server, token, "count()", of: "events") == count)
            #expect(try await self.value(server, token, "uniqExact(n)", of: "events") == count)
            #expect(try await self.value(server, token, "countIf(c3 = 'x')", of: "events") ?? 0 > 0)
        }
    }

    // MARK: Delete

    @Test func `a data source that views read is deleted with them, and only by force`() async throws {
        try await self.withEvents(Self.view) { server, token in
            _ = try await server.client().append("{\"n\":7}\n", to: "events")
            let dry = try await server.request("DELETE", "/v0/datasources/events?dry_run=true&force=false", token: token)
            #expect(dry.status == 200)
            #expect(try dry.json()["dependent_pipes"] as? String == "summing")
            let refused = try await server.request("DELETE", "/v0/datasources/events", token: token)
            #expect(refused.status == 409)
            #expect(
                refused.error == "data source \"events\" is used by materialized views, which force=true deletes with it: summing")
            #expect(try await server.request("DELETE", "/v0/datasources/events?force=true", token: token).status == 204)
            #expect(try await server.get("/v0/datasources/events", token: token).status == 404)
            #expect(try await server.get("/v0/pipes/summing", token: token).status == 404)
            #expect(try await self.value(server, token, "sum(s)", of: "sums") == 7)
            #expect(try await server.post("/v0/events?name=events", token: token, body: "{\"n\":1}").status == 404)
        }
    }

    @Test func `a data source that an endpoint reads stays`() async throws {
        try await self.withEvents([Self.endpoint]) { server, token in
            let refused = try await server.request("DELETE", "/v0/datasources/events?force=true", token: token)
            #expect(refused.status == 409)
            #expect(refused.error == "data source \"events\" is used by downstream pipes, change or delete them first: total")
            #expect(try await server.get("/v0/pipes/total.json", token: token).status == 200)
        }
    }

    @Test func `a data source made anew begins empty, however often`() async throws {
        try await self.withEvents { server, token in
            for number in 0..<20 {
                let made = try await server.post(
                    "/v0/datasources?name=brief&schema=%60n%60%20UInt64%20%60json:$.n%60", token: token, body: "")
                #expect(made.status == 200, "\(made.body)")
                // Some rows are stored when it is deleted, others are on their way.
                _ = try await server.client().append("{\"n\":\(number)}\n", to: "brief")
                #expect(try await server.post("/v0/events?name=brief", token: token, body: "{\"n\":1}\n").status == 202)
                if number == 19 {
                    try await eventually("both rows are stored") { try await self.value(server, token, "count()", of: "brief") == 2 }
                    #expect(try await self.value(server, token, "max(n)", of: "brief") == 19)
                }
                #expect(try await server.request("DELETE", "/v0/datasources/brief", token: token).status == 204)
            }
            let logs = FileManager.default.enumerator(atPath: server.folder.path)?.compactMap { $0 as? String } ?? []
            #expect(!logs.contains { $0.contains("brief") })
        }
    }

    @Test func `a server that is killed between changes has each of them or has it not`() async throws {
        let folder = try ServerFixture.scratchFolder()
        var server = try await ServerFixture.start(in: folder)
        var sure: Set<String> = []
        for round in 0..<4 {
            let token = try await server.adminToken()
            let running = server
            let (kept, gone) = (Names(), Names())
            await withTaskGroup { group in
                group.addTask {
                    for number in 0..<50 {
                        let name = "d_\(round)_\(number)"
                        let path = "/v0/datasources?name=\(name)&schema=%60n%60%20UInt64%20%60json:$.n%60"
                        guard (try? await running.post(path, token: token, body: ""))?.status == 200 else { return }
                        let altered = try? await running.post(
                            "/v0/datasources/\(name)/alter?schema=%60n%60%20UInt64%20%60json:$.n%60,m%20String%20DEFAULT%20'x'&description=A",
                            token: token, body: "")
                        guard altered?.status == 200 else { return }
                        guard number.isMultiple(of: 3) else {
                            kept.add(name)
                            continue
                        }
                        guard (try? await running.request("DELETE", "/v0/datasources/\(name)", token: token))?.status == 204 else { return }
                        gone.add(name)
                    }
                }
                group.addTask {
                    try? await eventually("some are made") { kept.all.count > round + 1 }
                    running.program.signal(SIGKILL)
                }
            }
            sure.formUnion(kept.all)
            server = try await ServerFixture.start(in: folder)
            let listed = try await server.get("/v0/datasources", token: token).json()["datasources"] as? [[String: Any]] ?? []
            let names = Set(listed.compactMap { $0["name"] as? String })
            #expect(sure.subtracting(names) == [])
            #expect(gone.all.intersection(names) == [])
            // Each of them is whole, also one whose answer got lost, and an interrupted alteration can be repeated.
            for name in names {
                _ = try await server.client().append("{\"n\":\(round)}\n", to: name)
                #expect(try await self.value(server, token, "count()", of: name) ?? 0 > 0)
                let altered = try await server.post(
                    "/v0/datasources/\(name)/alter?schema=%60n%60%20UInt64%20%60json:$.n%60,m%20String%20DEFAULT%20'x'", token: token,
                    body: "")
                #expect(altered.status == 200 || altered.error == "There were no operations to perform", "\(altered.body)")
                #expect(try await self.value(server, token, "countIf(m = 'x') > 0", of: name) == 1)
            }
        }
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `events for a data source that comes and goes are taken or refused, and nobody waits for what is gone`() async throws {
        try await self.withEvents { server, token in
            let sender = Sender()
            try await withThrowingTaskGroup(of: Set<Int>.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        var statuses: Set<Int> = []
                        while let number = sender.next(1) {
                            let wait = number.isMultiple(of: 2) ? "&wait=true" : ""
                            let answer = try await server.post("/v0/events?name=fleeting\(wait)", token: token, body: "{\"n\":\(number)}\n")
                            statuses.insert(answer.status)
                        }
                        return statuses
                    }
                }
                for _ in 0..<10 {
                    let schema = "%60n%60%20UInt64%20%60json:$.n%60"
                    #expect(try await server.post("/v0/datasources?name=fleeting&schema=\(schema)", token: token, body: "").status == 200)
                    #expect(try await server.request("DELETE", "/v0/datasources/fleeting", token: token).status == 204)
                }
                sender.stop()
                for try await statuses in group { #expect(statuses.subtracting([200, 202, 404, 503]) == []) }
            }
            #expect(try await self.value(server, token, "count()", of: "events") == 0)
        }
    }

    @Test func `a target is deleted with the views that fill it`() async throws {
        try await self.withEvents(Self.view) { server, token in
            #expect(try await server.request("DELETE", "/v0/datasources/sums", token: token).status == 409)
            #expect(try await server.request("DELETE", "/v0/datasources/sums?force=true", token: token).status == 204)
            #expect(try await server.get("/v0/pipes/summing", token: token).status == 404)
            _ = try await server.client().append("{\"n\":7}\n", to: "events")
            #expect(try await self.value(server, token, "sum(n)", of: "events") == 7)
        }
    }

    @Test func `dependencies are told by data source, and what one feeds`() async throws {
        let monthly = [
            DeploymentFile(path: "more.datasource", text: "SCHEMA >\n    `s` UInt64\n\nENGINE_SORTING_KEY s\n"),
            DeploymentFile(path: "moring.pipe", text: "NODE s\nSQL >\n    SELECT s FROM sums\nTYPE materialized\nDATASOURCE more\n"),
            DeploymentFile(path: "of_total.pipe", text: "NODE t\nSQL >\n    SELECT * FROM total\nTYPE endpoint\n"),
        ]
        try await self.withEvents(Self.view + monthly + [Self.endpoint]) { server, token in
            let dependencies = { (query: String) async throws -> [String: [Any]] in
                let answer = try await server.get("/v0/dependencies?\(query)", token: token).json()
                return answer["dependencies"] as? [String: [Any]] ?? [:]
            }
            let all = try await dependencies("no_deps=false")
            #expect(all["events"] as? [String] == ["summing", "total"])
            #expect(all["sums"] as? [String] == ["moring"])
            #expect(all["more"] as? [String] == [])
            #expect(try await dependencies("recursive=true&datasource=events")["events"] as? [String] == ["of_total", "summing", "total"])
            #expect(try await dependencies("no_deps=true").keys.sorted() == ["more"])
            #expect(try await dependencies("pipe=total").keys.sorted() == ["events"])
            #expect(try await dependencies("match=um").keys.sorted() == ["sums"])
            #expect(try await dependencies("check_for_partial_replace=true&datasource=events").keys.sorted() == ["more", "sums"])
        }
    }

    // MARK: Exchange and rename

    @Test func `two data sources swap their rows, and what comes later goes by name`() async throws {
        let twin = DeploymentFile(path: "twin.datasource", text: Self.events.text)
        try await self.withEvents([twin] + Self.view) { server, token in
            _ = try await server.client().append("{\"n\":1}\n{\"n\":2}\n", to: "events")
            _ = try await server.client().append("{\"n\":10}\n", to: "twin")
            let answer = try await server.post(
                "/v0/datasources/exchange", token: token, body: "datasource_a=events&datasource_b=twin",
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try await self.value(server, token, "sum(n)", of: "events") == 10)
            #expect(try await self.value(server, token, "sum(n)", of: "twin") == 3)
            _ = try await server.client().append("{\"n\":100}\n", to: "events")
            _ = try await server.client().append("{\"n\":1000}\n", to: "twin")
            #expect(try await self.value(server, token, "sum(n)", of: "events") == 110)
            #expect(try await self.value(server, token, "sum(n)", of: "twin") == 1003)
            // The view is of `events`: it saw what was appended under that name.
            #expect(try await self.value(server, token, "sum(s)", of: "sums") == 103)
            let other = try await server.post("/v0/datasources/exchange?datasource_a=events&datasource_b=sums", token: token, body: "")
            #expect(other.status == 400)
            #expect(
                other.error == "data sources \"events\" and \"sums\" cannot be exchanged: their columns, engines or indexes differ")
        }
    }

    @Test func `a data source is renamed with its rows, unless a pipe names it`() async throws {
        try await self.withEvents { server, token in
            _ = try await server.client().append("{\"n\":1}\n", to: "events")
            let answer = try await server.request("PUT", "/v0/datasources/events?name=happenings&description=Old", token: token)
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try answer.json()["name"] as? String == "happenings")
            #expect(try answer.json()["description"] as? String == "Old")
            _ = try await server.client().append("{\"n\":2}\n", to: "happenings")
            #expect(try await self.value(server, token, "sum(n)", of: "happenings") == 3)
            #expect(try await server.get("/v0/datasources/events", token: token).status == 404)
            _ = try await server.client().deploy([
                DeploymentFile(path: "datasources/happenings.datasource", text: Self.events.text),
                DeploymentFile(path: "total.pipe", text: "NODE t\nSQL >\n    SELECT sum(n) AS s FROM happenings\nTYPE endpoint\n"),
            ])
            let refused = try await server.request("PUT", "/v0/datasources/happenings?name=other", token: token)
            #expect(refused.status == 409)
            #expect(refused.error == "data source \"happenings\" cannot be renamed while pipes name it: total")
        }
    }
}

/// Numbers the events that several tasks send, until they shall stop.
private final class Sender: Sendable {
    private let state = Mutex((count: 0, isOver: false))

    /// The first of the next numbers; nil when it is over.
    func next(_ count: Int) -> Int? {
        self.state.withLock { state in
            guard !state.isOver else { return nil }
            defer { state.count += count }
            return state.count
        }
    }

    func stop() { self.state.withLock { $0.isOver = true } }
    var count: Int { self.state.withLock { $0.count } }
}

/// Names that were answered for.
private final class Names: Sendable {
    private let names = Mutex<Set<String>>([])
    func add(_ name: String) { self.names.withLock { _ = $0.insert(name) } }
    var all: Set<String> { self.names.withLock { $0 } }
}
