// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The setup guide of EmitKit, command by command, under both names that the program goes by.
@Suite struct EmitKitGuideTests {
    @Test(arguments: ["martlet", "tb"]) func `every command of the guide works`(name: String) async throws {
        try await withServer { server in
            let shell = try Shell(server, as: name, in: "Examples/emitkit")
            // Installation
            #expect(try await shell("--version").output == (name == "tb" ? "tb, version 0.1.0 (rev martlet)\n" : "0.1.0\n"))
            let login = try await shell("login")
            #expect(login.status == 0 && login.output.hasSuffix("✓ Authentication successful!\n"), "\(login.errors)")
            #expect(try shell.permissions(of: ".tinyb") == 0o600)
            #expect(try String(contentsOf: shell.folder.appending(path: ".gitignore"), encoding: .utf8).contains(".tinyb"))

            // Deployment
            let deploy = try await shell("deploy")
            #expect(deploy.status == 0 && deploy.output.contains("datasources/events.datasource"), "\(deploy.errors)")
            #expect(deploy.output.hasSuffix("✓ Deployment #1 is live!\n"))
            #expect(try await shell("datasource", "ls").output.contains("| events "))
            let pipes = try await shell("pipe", "ls").output
            for pipe in ["stream_events", "get_events_paginated", "get_events_stats", "events_hourly_mv", "events_daily_mv"] {
                #expect(pipes.contains("| \(pipe) "))
            }

            // Development
            let event =
                #"{"id":"1","organization_id":"org_123","site_id":"s","channel_id":"ch_456","retention_tier":"unlimited","#
                + #""title":"signed up","tags":[],"user_id":"u","created_at":"2026-01-01T10:00:00Z"}"#
            #expect(try await shell("datasource", "append", "events", "--events", event).output.contains("✓ Rows appended!"))
            let test = try await shell(
                "pipe", "test", "stream_events", "--param", "organization_id=org_123", "--param", "channel_id=ch_456", "--param",
                "since=2024-01-01 00:00:00")
            #expect(test.status == 0 && test.output.hasPrefix("** Pipe: stream_events\n** Query took "), "\(test.errors)")
            #expect(test.output.contains("signed up"))
            #expect(try await shell("pipe", "test", "stream_events", "--param", "since=x").status == 1)

            // Monitoring: figures are written behind the answers.
            try await eventually("both calls are counted") {
                try await shell("pipe", "stats", "stream_events", "--format", "csv").output
                    .hasPrefix("name,requests,errors,latency\nstream_events,2,1,")
            }
            let statistics = try await shell("pipe", "stats", "stream_events").output
            let heading = statistics.split(separator: "\n").first { $0.contains("| name") }?.split(whereSeparator: { "| ".contains($0) })
            #expect(heading == ["name", "request", "count", "error", "count", "avg", "latency"], "\(statistics)")

            // Updating
            try shell.append("-- Changed.\n    ", to: "pipes/stream_events.pipe", after: "SQL >\n    %\n    ")
            let pipe = try await shell("deploy", "pipes/stream_events.pipe")
            #expect(
                pipe.output.contains("| modified | stream_events | endpoint | pipes/stream_events.pipe |"), "\(pipe.output)\(pipe.errors)")
            #expect(pipe.output.hasSuffix("✓ Deployment #2 is live!\n"))
            #expect(try await shell("deploy", "datasources/events.datasource").output.hasSuffix("△ Not deploying. No changes.\n"))
            #expect(try await shell("sql", "SELECT count() FROM events FORMAT CSV").output == "1\n")

            // CI, which has no login but a token in its environment
            let token = try await server.adminToken()
            try FileManager.default.removeItem(at: shell.folder.appending(path: "pipes/get_events_stats.pipe"))
            try FileManager.default.removeItem(at: shell.folder.appending(path: ".tinyb"))
            let forced = try await shell("deploy", "--force", environment: ["TB_TOKEN": token, "TB_HOST": server.url])
            #expect(
                forced.status == 0 && forced.output.contains("| deleted | get_events_stats | pipe "), "\(forced.output)\(forced.errors)")

            // Troubleshooting and data management
            let count = try await shell("datasource", "query", "events", "SELECT count() FROM events")
            #expect(count.output == "  count()  \n   UInt64  \n───────────\n        1  \n", "\(count.errors)")
            let one = "SELECT count() AS c FROM events WHERE organization_id = 'org_123' FORMAT CSV"
            #expect(try await shell("datasource", "query", "events", one).output == "1\n")
            #expect(try await shell("datasource", "truncate", "events", "--yes").output == "** Data Source 'events' truncated\n")
            #expect(try await shell("sql", "SELECT count() FROM events FORMAT CSV").output == "0\n")
        }
    }
}
