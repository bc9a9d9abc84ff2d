// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Rows in quarantine: seen, and stored after all once their data source takes them.
@Suite struct QuarantineTests {
    /// Visits with ids of a type, and a view that counts them by team.
    private static func files(idType: String) -> [DeploymentFile] {
        [
            DeploymentFile(
                path: "visits.datasource",
                text: "SCHEMA >\n    `id` \(idType) `json:$.id`,\n    `team` String `json:$.team`\n\nENGINE_SORTING_KEY id\n"),
            DeploymentFile(
                path: "teams.datasource",
                text: """
                    SCHEMA >
                        `team` String,
                        `visits` AggregateFunction(count)

                    ENGINE AggregatingMergeTree
                    ENGINE_SORTING_KEY team
                    """),
            DeploymentFile(
                path: "to_teams.pipe",
                text: """
                    NODE n
                    SQL >
                        SELECT team, countState() AS visits FROM visits GROUP BY team
                    TYPE materialized
                    DATASOURCE teams
                    """),
        ]
    }

    /// A hundred ids that need two bytes, one that is no number, and a line that is no row.
    private static let rows =
        (300..<400).map { "{\"id\":\($0),\"team\":\"it's \($0 % 2)\"}\n" }.joined() + "{\"id\":\"x\",\"team\":\"a\"}\nno row\n"

    private func count(_ server: ServerFixture, _ expression: String, _ table: String) async throws -> Int? {
        let query = "SELECT toUInt32(\(expression)) AS n FROM \(table) FORMAT JSON"
        return try await server.post("/v0/sql", token: try await server.adminToken(), body: query).rows().first?["n"] as? Int
    }

    @Test func `rows of a wrong type are stored once the type is right, in views too`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files(idType: "UInt8"))
            #expect(try await client.append(Self.rows, to: "visits").quarantinedRows == 102)
            _ = try await client.deploy(Self.files(idType: "UInt16"))
            #expect(try await self.count(server, "count()", "visits_quarantine") == 102)

            let replay = try await client.replayQuarantine(of: "visits")
            #expect(replay.isDone && replay.rows == 101 && replay.storedRows == 100 && replay.quarantinedRows == 1, "\(replay)")
            #expect(try await self.count(server, "count() + 1000 * uniqExact(id)", "visits") == 100_100)
            #expect(try await self.count(server, "countMerge(visits)", "teams") == 100)
            #expect(try await self.count(server, "count()", "visits_quarantine") == 2)

            let again = try await client.replayQuarantine(of: "visits")
            #expect(again.id != replay.id && again.rows == 1 && again.storedRows == 0 && again.quarantinedRows == 1, "\(again)")
            #expect(try await client.lastReplay(of: "visits") == again)
            #expect(try await self.count(server, "count()", "visits") == 100)
            let rows = try await client.quarantinedRows(of: "visits").sorted { $0.errors[0].column < $1.errors[0].column }
            #expect(rows.map(\.errors[0].error) == ["invalid JSON", "value 'x' on column 'id' is not UInt16"])
            #expect(rows[1].values == ["id": "x", "team": "a"])
        }
    }

    @Test func `only the rows of one request are replayed, and keep its name where they fail again`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files(idType: "UInt8"))
            for id in [300, 70_000] { try await client.append("{\"id\":\(id),\"team\":\"a\"}\n", to: "visits") }
            _ = try await client.deploy(Self.files(idType: "UInt16"))
            let rows = try await client.quarantinedRows(of: "visits")
            for (id, expected) in [("70000", 0), ("300", 1)] {
                let row = try #require(rows.first { $0.values["id"] == id })
                let replay = try await client.replayQuarantine(of: "visits", importID: row.importID)
                #expect(replay.rows == 1 && replay.storedRows == expected, "\(replay)")
            }
            let left = try await client.quarantinedRows(of: "visits")
            #expect(left.map(\.importID) == rows.filter { $0.values["id"] == "70000" }.map(\.importID))
            #expect(left.map(\.errors[0].error) == ["value out of range for UInt16: '70000'"])
        }
    }

    @Test func `a column at fault is given another text, and only there`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files(idType: "UInt8"))
            try await client.append("{\"id\":\"x\",\"team\":\"a\"}\n{\"id\":7}\n{\"id\":8,\"team\":null}\n", to: "visits")
            let unknown = await #expect(throws: MartletClientError.self) {
                try await client.replayQuarantine(of: "visits", corrections: ["price": "0"])
            }
            #expect(unknown?.message == "data source \"visits\" has no column \"price\" to set")
            let replay = try await server.command("quarantine", "replay", "visits", "--set", "id=9", "--set", "team=it's = b")
            #expect(replay.output == "3 rows replayed: 3 stored, 0 in quarantine again\n", "\(replay.errors)")
            let rows = try await server.command("sql", "SELECT id, team FROM visits ORDER BY id FORMAT CSV").output
            #expect(rows == "7,\"it's = b\"\n8,\"it's = b\"\n9,\"a\"\n")
        }
    }

    @Test func `rows that the database itself refused are stored once it takes them`() async throws {
        let file = { (key: String) in
            let columns =
                "`id` Int32 `json:$.id`, `tags` Array(String) `json:$.tags[:]` DEFAULT [toString(id + 1)], `note` Nullable(String) `json:$.note`"
            let text = "SCHEMA >\n    \(columns)\n\nENGINE_PARTITION_KEY \(key)\nENGINE_SORTING_KEY id\n"
            return DeploymentFile(path: "parts.datasource", text: text)
        }
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy([file("intDiv(10, id)")])
            let rows = #"{"id":0,"tags":["it's","b"]}"# + "\n" + #"{"id":5,"note":"n"}"# + "\n"
            let refusal = await #expect(throws: MartletClientError.self) { try await client.append(rows, to: "parts") }
            #expect(refusal?.status == 422)
            let reasons = try await client.quarantines().flatMap(\.reasons)
            #expect(
                reasons.count == 1 && reasons[0].rows == 2 && reasons[0].reason.hasPrefix("the database refused the row: "), "\(reasons)")

            // The rows go back to where they were, as long as the database does not take them.
            let vain = try await client.replayQuarantine(of: "parts")
            #expect(vain.rows == 2 && vain.storedRows == 0 && vain.quarantinedRows == 2 && vain.problem != nil, "\(vain)")
            #expect(try await self.count(server, "count()", "parts_quarantine") == 2)

            _ = try await client.deploy([file("id")])
            let replay = try await client.replayQuarantine(of: "parts")
            #expect(replay.rows == 2 && replay.storedRows == 2 && replay.problem == nil, "\(replay)")
            let query = "SELECT id, arrayStringConcat(tags, '|'), note FROM parts ORDER BY id FORMAT CSV"
            #expect(try await server.command("sql", query).output == "0,\"it's|b\",\\N\n5,\"6\",\"n\"\n")
            #expect(try await self.count(server, "count()", "parts_quarantine") == 0)
        }
    }

    @Test func `rows on their way out of the quarantine are counted`() async throws {
        let text = "SCHEMA >\n    `id` Int32 `json:$.id`\n\nENGINE_PARTITION_KEY intDiv(10, id)\nENGINE_SORTING_KEY id\n"
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy([DeploymentFile(path: "parts.datasource", text: text)])
            await #expect(throws: MartletClientError.self) {
                try await client.append(String(repeating: "{\"id\":0}\n", count: 12_000), to: "parts")
            }
            // The database refuses the first piece for a while, and the second waits for it.
            async let replay = client.replayQuarantine(of: "parts")
            try await eventually("the second piece waits") {
                try await client.quarantines().first?.replayingRows == 2_000
            }
            #expect(try await replay.quarantinedRows == 12_000)
            let quarantine = try #require(try await client.quarantines().first)
            #expect(quarantine.rows == 12_000 && quarantine.replayingRows == 0)
        }
    }

    @Test func `rows whose reasons are long are replayed in smaller pieces`() async throws {
        let member = String(repeating: "m", count: 2_500)
        let columns = (0..<8).map { "    `c\($0)` Enum8('\(member)' = 1) `json:$.c\($0)`" }.joined(separator: ",\n")
        let file = DeploymentFile(path: "wide.datasource", text: "SCHEMA >\n\(columns)\n\nENGINE_SORTING_KEY c0\n")
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy([file])
            let row = "{" + (0..<8).map { "\"c\($0)\":\"?\"" }.joined(separator: ",") + "}\n"
            for _ in 0..<2 { try await client.append(String(repeating: row, count: 1_000), to: "wide") }
            _ = try await client.replayQuarantine(of: "wide")
            try await eventually("the replay is done") { try await client.lastReplay(of: "wide").isDone }
            let replay = try await client.lastReplay(of: "wide")
            #expect(replay.rows == 2_000 && replay.quarantinedRows == 2_000 && replay.problem == nil, "\(replay)")
            #expect(try await self.count(server, "count()", "wide_quarantine") == 2_000)
        }
    }

    @Test func `a replay that the database cannot begin is given up, and holds nothing back`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files(idType: "UInt8"))
            try await client.append(Self.rows, to: "visits")
            let quarantine = try await server.table(of: "visits") + "_quarantine"
            try await server.engine("ALTER TABLE \(quarantine) RENAME COLUMN c__import_id TO brought_by")
            let replay = try await client.replayQuarantine(of: "visits", importID: "any")
            #expect(replay.isDone && replay.rows == 0, "\(replay)")
            #expect(replay.problem == "the database failed; the server's log tells why")
            #expect(try await client.append("{\"id\":1,\"team\":\"a\"}", to: "visits").successfulRows == 1)

            try await server.engine("ALTER TABLE \(quarantine) RENAME COLUMN brought_by TO c__import_id")
            let again = try await client.replayQuarantine(of: "visits")
            #expect(again.rows == 101 && again.quarantinedRows == 101 && again.problem == nil, "\(again)")
        }
    }

    @Test func `a replay of a data source that is deleted meanwhile leaves nothing behind`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let doomed = try await ServerFixture.start(in: folder, environment: ["MARTLET_CRASH_POINT": "replay-take:1"])
        _ = try await doomed.client().deploy(Self.files(idType: "UInt8"))
        try await doomed.client().append(Self.rows, to: "visits")
        await #expect(throws: MartletClientError.self) { try await doomed.client().replayQuarantine(of: "visits") }
        try await eventually("the server has ended") { !doomed.program.isRunning }

        // It goes on as soon as the server has started, and either ends before the deletion or finds its data source gone.
        let server = try await ServerFixture.start(in: folder, arguments: ["--table-grace", "0"])
        _ = try await server.client().deploy([], allowsDestruction: true)
        try await eventually("nothing is left") {
            try await server.engine("SELECT count() FROM system.tables WHERE name LIKE 'replay%' OR name LIKE 'visits%'") == "0"
        }
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `the commands list, show and replay`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files(idType: "UInt8"))
            try await client.append("{\"id\":300,\"team\":\"a\\nb\"}\n{\"id\":301}\n{\"id\":1}\n", to: "visits")
            let list = try await server.command("quarantine", "ls").output.split(separator: "\n").map { line in
                line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            }
            #expect(list.first == ["name", "rows", "replaying", "newest", "thereof", "column", "reason"])
            #expect(list[1].prefix(3) == ["visits", "3", "0"])
            #expect(
                list.dropFirst().map { $0.drop { !["id", "team"].contains($0) }.joined(separator: " ") } == [
                    "id value out of range for UInt8", "team missing required field 'team'",
                ])
            let shown = try await server.command("quarantine", "show", "visits", "--limit", "3").output
            #expect(shown.contains("\n    id: value out of range for UInt8: '300'\n    id = 300\n    team = a b\n"), "\(shown)")
            let lines = try await server.command("quarantine", "show", "visits", "--json").output.split(separator: "\n")
            #expect(lines.count == 3 && lines.contains { $0.contains(#""values":{"id":"300","team":"a\nb"}"#) }, "\(lines)")

            let replay = try await server.command("quarantine", "replay", "visits")
            #expect(replay.output == "3 rows replayed: 0 stored, 3 in quarantine again\n", "\(replay.errors)")
            #expect(replay.errors == "see: martlet quarantine show visits\n")
            let unknown = try await server.command("quarantine", "replay", "nothing")
            #expect(unknown.status != 0 && unknown.errors.contains("data source \"nothing\" does not exist"))
        }
    }

    @Test func `who sees only some rows sees no quarantine, and who may only read replays none`() async throws {
        try await withServer { server in
            let client = try await server.client()
            let reading = "TOKEN \"reader\" READ\n\n" + Self.files(idType: "UInt8")[0].text
            _ = try await client.deploy([DeploymentFile(path: "visits.datasource", text: reading)])
            let reader = try await server.token("reader")
            #expect(try await server.get("/v1/martlet/quarantine/visits", token: reader).status == 200)
            let replay = try await server.post("/v1/martlet/quarantine/visits/replay", token: reader, body: "")
            #expect(replay.status == 403 && replay.error == "token is missing the scope DATASOURCES:CREATE")
            #expect(try await server.get("/v1/martlet/quarantine/visits/replay", token: reader).status == 404)
            #expect(try await server.get("/v1/martlet/quarantine/visits?limit=0", token: reader).status == 400)
            #expect(try await server.get("/v1/martlet/quarantine").status == 403)
        }
    }
}
