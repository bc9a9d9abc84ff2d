// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// What happened, by the command line of others.
@Suite struct ForwardLogTests {
    @Test func `calls are counted, and logs tell of them`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            let token = try await tb.localToken()
            for kind in ["view", "click", "view"] {
                #expect(try await tb.server.get("/v0/pipes/top.json?kind=\(kind)", token: token).status == 200)
            }
            try await eventually("the calls are recorded") {
                try await tb.server.line("SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'", token: token) == "3"
            }
            try await tb.local("endpoint", "stats", "top", says: "request count", "top", "3")
            try await tb.local("logs", says: "pipe_stats_rt", "datasources_ops_log", "top", "events")
            try await tb.local("logs", "--source", "tinybird.jobs_log", says: "jobs_log")
        }
    }
}
