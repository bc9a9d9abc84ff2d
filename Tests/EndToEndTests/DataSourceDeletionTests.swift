// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Data sources that are deleted and made anew while others use them.
@Suite struct DataSourceDeletionTests {
    @Test func `a data source that views read is deleted with them, and only by force`() async throws {
        try await withEvents(DeploymentFile.summing) { server, token in
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
            #expect(try await server.value("sum(s)", of: "sums") == 7)
            #expect(try await server.post("/v0/events?name=events", token: token, body: "{\"n\":1}").status == 404)
        }
    }

    @Test func `a data source that an endpoint reads stays`() async throws {
        try await withEvents([DeploymentFile.total]) { server, token in
            let refused = try await server.request("DELETE", "/v0/datasources/events?force=true", token: token)
            #expect(refused.status == 409)
            #expect(refused.error == "data source \"events\" is used by downstream pipes, change or delete them first: total")
            #expect(try await server.get("/v0/pipes/total.json", token: token).status == 200)
        }
    }

    @Test func `a data source made anew begins empty, however often`() async throws {
        try await withEvents(arguments: ["--table-grace", "0"]) { server, token in
            for number in 0..<20 {
                let made = try await server.post(
                    "/v0/datasources?name=brief&schema=%60n%60%20UInt64%20%60json:$.n%60", token: token, body: "")
                #expect(made.status == 200, "\(made.body)")
                // Some rows are stored when it is deleted, others are on their way.
                _ = try await server.client().append("{\"n\":\(number)}\n", to: "brief")
                #expect(try await server.post("/v0/events?name=brief", token: token, body: "{\"n\":1}\n").status == 202)
                if number == 19 {
                    try await eventually("both rows are stored") { try await server.value("count()", of: "brief") == 2 }
                    #expect(try await server.value("max(n)", of: "brief") == 19)
                }
                #expect(try await server.request("DELETE", "/v0/datasources/brief", token: token).status == 204)
            }
            try await eventually("nothing of them is left") {
                let files = FileManager.default.enumerator(atPath: server.folder.path)?.compactMap { $0 as? String } ?? []
                return !files.contains { $0.contains("brief") }
            }
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
                #expect(try await server.value("count()", of: name) ?? 0 > 0)
                let altered = try await server.post(
                    "/v0/datasources/\(name)/alter?schema=%60n%60%20UInt64%20%60json:$.n%60,m%20String%20DEFAULT%20'x'", token: token,
                    body: "")
                #expect(altered.status == 200 || altered.error == "There were no operations to perform", "\(altered.body)")
                #expect(try await server.value("countIf(m = 'x') > 0", of: name) == 1)
            }
        }
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `events for a data source that comes and goes are taken or refused, and nobody waits for what is gone`() async throws {
        try await withEvents { server, token in
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
            #expect(try await server.value("count()", of: "events") == 0)
        }
    }

    @Test func `a target is deleted with the views that fill it`() async throws {
        try await withEvents(DeploymentFile.summing) { server, token in
            #expect(try await server.request("DELETE", "/v0/datasources/sums", token: token).status == 409)
            #expect(try await server.request("DELETE", "/v0/datasources/sums?force=true", token: token).status == 204)
            #expect(try await server.get("/v0/pipes/summing", token: token).status == 404)
            _ = try await server.client().append("{\"n\":7}\n", to: "events")
            #expect(try await server.value("sum(n)", of: "events") == 7)
        }
    }
}
