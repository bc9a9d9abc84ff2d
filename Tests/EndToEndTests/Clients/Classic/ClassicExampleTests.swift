// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The example workspaces, pushed file by file by the command line of others, answer what they answer when deployed as a whole.
@Suite struct ClassicExampleTests {
    @Test(arguments: [("emitkit", "get_events_stats"), ("web-analytics", "top_pages")])
    func `an example is pushed as it is, and is found the same`(example: String, endpoint: String) async throws {
        let project = try projectFiles(repository.appending(path: "Examples/\(example)"))
        // The client looks for pipes in these folders only.
        let files = project.map { file in
            let folder = file.path.hasSuffix(".pipe") ? "pipes" : "datasources"
            return ("\(folder)/\(file.path.split(separator: "/").last ?? "")", file.text)
        }
        try await ClassicCLI.run(on: Dictionary(uniqueKeysWithValues: files)) { tb in
            try await tb("push", says: "** '\(endpoint)' created")
            let names = try await tb.get("/v0/pipes?attrs=name").json()["pipes"] as? [[String: Any]]
            #expect(names?.count == project.count { $0.path.hasSuffix(".pipe") })
            let rows = try await tb.get("/v0/pipes/\(endpoint).json")
            #expect(rows.status == 200 || rows.error?.contains("Required parameter is not defined") == true, "\(rows.body)")
            try await tb("diff", "--no-color", "--no-verbose", without: "changed: ")
        }
    }

    @Test func `endpoints that an example makes from one file are pushed`() async throws {
        let endpoints = ["endpoints/cart/v2_cart_metaads_ads.pipe", "endpoints/link/v2_link_timeseries.pipe"]
        let project = repository.appending(path: "Examples/barely")
        let files = try projectFiles(project).filter { !$0.path.hasPrefix("endpoints/") || endpoints.contains($0.path) }
        try await ClassicCLI.run(on: Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) })) { tb in
            try await tb("push", says: "** 'barely_events' created", "** 'cart_events_pipe' created")
            try await tb("push", endpoints[0], endpoints[1], "--no-check", says: "** 'v2_link_timeseries' created")
            let events = try String(contentsOf: project.appending(path: "fixtures/barely_events.ndjson"), encoding: .utf8)
            try await tb.server.client().append(events, to: "barely_events")
            let call = "workspace_id=band&start=2026-03-27&end=2026-03-31&q=SELECT%20meta_ad_id,%20purchases%20FROM%20_"
            #expect(try await tb.get("/v0/pipes/v2_cart_metaads_ads.csv?\(call)").body == "\"meta_ad_id\",\"purchases\"\n\"ad_1\",1\n")
        }
    }

    @Test func `files are included, and a new version is a data source beside the old one`() async throws {
        let events = "VERSION 1\nINCLUDE \"columns.incl\" \"NUMBER=UInt64\"\nENGINE \"MergeTree\"\nENGINE_SORTING_KEY \"n\"\n"
        let files = [
            "datasources/events.datasource": events,
            "datasources/columns.incl": "SCHEMA >\n    `ts` DateTime `json:$.ts`,\n    `n` $NUMBER `json:$.n`\n\n",
            "pipes/total.pipe": "NODE endpoint\nSQL >\n    SELECT sum(n) AS total FROM events\n\nTYPE endpoint\n",
        ]
        try await ClassicCLI.run(on: files) { tb in
            try await tb("push", says: "** 'events__v1' created", "** 'total' created")
            #expect(try await tb.server.client().append("{\"ts\":\"2026-01-01 00:00:00\",\"n\":3}\n", to: "events").successfulRows == 1)
            #expect(try await tb.get("/v0/pipes/total.csv").body == "\"total\"\n3\n")
            try tb.write("datasources/events.datasource", events.replacingOccurrences(of: "VERSION 1", with: "VERSION 2"))
            try await tb("push", "--force", "--no-check", "--yes", says: "** Running 'events' => v2", "** 'events__v2' created")
            #expect(try await tb.get("/v0/pipes/total.csv").body == "\"total\"\n0\n")
            #expect(try await tb.sql("SELECT count() FROM events__v1") == "1\n")
            try tb.write("pulled/.keep", "")
            try await tb("pull", "--folder", "pulled", says: "** Writing pulled/datasources/events.datasource")
            #expect(try tb.read("pulled/datasources/events.datasource").hasPrefix("VERSION 2\nSCHEMA >\n"))
        }
    }
}
