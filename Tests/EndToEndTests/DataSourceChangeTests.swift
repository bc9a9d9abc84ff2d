// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Data sources that swap their rows or get another name, and who depends on them.
@Suite struct DataSourceChangeTests {
    @Test func `dependencies are told by data source, and what one feeds`() async throws {
        let monthly = [
            DeploymentFile(path: "more.datasource", text: "SCHEMA >\n    `s` UInt64\n\nENGINE_SORTING_KEY s\n"),
            DeploymentFile(path: "moring.pipe", text: "NODE s\nSQL >\n    SELECT s FROM sums\nTYPE materialized\nDATASOURCE more\n"),
            DeploymentFile(path: "of_total.pipe", text: "NODE t\nSQL >\n    SELECT * FROM total\nTYPE endpoint\n"),
        ]
        try await withEvents(DeploymentFile.summing + monthly + [DeploymentFile.total]) { server, token in
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

    @Test func `two data sources swap their rows, and what comes later goes by name`() async throws {
        let twin = DeploymentFile(path: "twin.datasource", text: DeploymentFile.events.text)
        try await withEvents([twin] + DeploymentFile.summing) { server, token in
            _ = try await server.client().append("{\"n\":1}\n{\"n\":2}\n", to: "events")
            _ = try await server.client().append("{\"n\":10}\n", to: "twin")
            let answer = try await server.post(
                "/v0/datasources/exchange", token: token, body: "datasource_a=events&datasource_b=twin",
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try await server.value("sum(n)", of: "events") == 10)
            #expect(try await server.value("sum(n)", of: "twin") == 3)
            _ = try await server.client().append("{\"n\":100}\n", to: "events")
            _ = try await server.client().append("{\"n\":1000}\n", to: "twin")
            #expect(try await server.value("sum(n)", of: "events") == 110)
            #expect(try await server.value("sum(n)", of: "twin") == 1003)
            // The view is of `events`: it saw what was appended under that name.
            #expect(try await server.value("sum(s)", of: "sums") == 103)
            let other = try await server.post("/v0/datasources/exchange?datasource_a=events&datasource_b=sums", token: token, body: "")
            #expect(other.status == 400)
            #expect(
                other.error == "data sources \"events\" and \"sums\" cannot be exchanged: their columns, engines or indexes differ")
        }
    }

    @Test func `a data source is renamed with its rows, unless a pipe names it`() async throws {
        try await withEvents { server, token in
            _ = try await server.client().append("{\"n\":1}\n", to: "events")
            let answer = try await server.request("PUT", "/v0/datasources/events?name=happenings&description=Old", token: token)
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try answer.json()["name"] as? String == "happenings")
            #expect(try answer.json()["description"] as? String == "Old")
            _ = try await server.client().append("{\"n\":2}\n", to: "happenings")
            #expect(try await server.value("sum(n)", of: "happenings") == 3)
            #expect(try await server.get("/v0/datasources/events", token: token).status == 404)
            _ = try await server.client().deploy([
                DeploymentFile(path: "datasources/happenings.datasource", text: DeploymentFile.events.text),
                DeploymentFile(path: "total.pipe", text: "NODE t\nSQL >\n    SELECT sum(n) AS s FROM happenings\nTYPE endpoint\n"),
            ])
            let refused = try await server.request("PUT", "/v0/datasources/happenings?name=other", token: token)
            #expect(refused.status == 409)
            #expect(refused.error == "data source \"happenings\" cannot be renamed while pipes name it: total")
        }
    }
}
