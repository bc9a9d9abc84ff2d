// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Data sources that take columns, indexes, TTL and descriptions while events arrive.
@Suite struct DataSourceAlterationTests {
    private func alter(_ server: ServerFixture, _ token: String, _ pairs: KeyValuePairs<String, String>) async throws
        -> ServerFixture.Answer
    {
        let body = pairs.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
        return try await server.post(
            "/v0/datasources/events/alter", token: token, body: body, headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    /// How many files of the engine's tables are data skipping indexes.
    private func indexFiles(of server: ServerFixture) -> Int {
        let files = FileManager.default.enumerator(atPath: server.folder.path)?.compactMap { $0 as? String } ?? []
        return files.count { $0.contains("/store/") && $0.contains("/skp_idx") }
    }

    @Test func `columns, TTL, indexes and the description come by alter, after a dry run that does nothing`() async throws {
        try await withEvents([DeploymentFile.total]) { server, token in
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

            let unindexed = self.indexFiles(of: server)
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
            try await eventually("rows from before are indexed") {
                self.indexFiles(of: server) > unindexed
            }
            _ = try await server.client().append("{\"n\":2,\"at\":\"2026-01-01 00:00:00\"}\n{\"n\":3}\n", to: "events")
            #expect(try await server.value("countIf(toYear(at) = 2026)", of: "events") == 1)
            #expect(try await server.value("countIf(toYear(at) = 1970)", of: "events") == 2)

            let again = try await self.alter(server, token, pairs)
            #expect(again.status == 400)
            #expect(again.error == "There were no operations to perform")

            let ttl = try await self.alter(server, token, ["ttl": "at + INTERVAL 100 YEAR", "indexes": "0"])
            #expect(try ttl.json()["operations"] as? [String] == ["DROP INDEX by_at", "MODIFY TTL at + INTERVAL 100 YEAR"], "\(ttl.body)")
            let without = try await self.alter(server, token, ["ttl": "false"])
            #expect(try without.json()["operations"] as? [String] == ["REMOVE TTL"], "\(without.body)")
            #expect(try await server.value("count()", of: "events") == 3)
        }
    }

    @Test func `what is there cannot be altered`() async throws {
        try await withEvents { server, token in
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
        try await withEvents { server, token in
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
            try await eventually("all events are stored") { try await server.value("count()", of: "events") ?? 0 >= count }
            #expect(try await server.value("count()", of: "events") == count)
            #expect(try await server.value("uniqExact(n)", of: "events") == count)
            #expect(try await server.value("countIf(c3 = 'x')", of: "events") ?? 0 > 0)
        }
    }
}
