// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Checks against the last requests, by the command line of others: a new version of an endpoint must answer as the old one did.
@Suite struct ClassicRegressionTests {
    @Test func `an endpoint that answers otherwise is not pushed`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("push", "--fixtures")
            for path in ["/v0/pipes/top.json?limit=1", "/v0/pipes/top.json?team=b", "/v0/pipes/top.json"] { _ = try await tb.get(path) }
            try await eventually("the requests are recorded") {
                try await tb.sql("SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'") == "3\n"
            }
            try await tb("pipe", "stats", says: "top", "3")
            try tb.write("pipes/top.pipe", ClassicProject.top.replacingOccurrences(of: "sum(n)", with: "sum(toUInt64(n))"))
            try await tb("pipe", "regression-test", "pipes/top.pipe", says: "Test Passed")
            try await tb("push", "pipes/top.pipe", "--force", says: "** 'top' created")
            #expect(try await tb.get("/v0/pipes/top").json()["content"] as? String ?? "" != "")
            #expect(try await tb.get("/v0/pipes/top__checker").status == 404)

            try tb.write("pipes/top.pipe", ClassicProject.top.replacingOccurrences(of: "sum(n)", with: "sum(n) + 1"))
            try await tb("push", "pipes/top.pipe", "--force", exit: 1, says: "old value: 4, new value: 5")
            #expect(try await tb.get("/v0/pipes/top.csv?limit=1").body == "\"team\",\"total\"\n\"a\",4\n")
        }
    }
}
