// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Tokens and secrets by the command line of others.
@Suite struct ForwardAccessTests {
    @Test func `static tokens are made, shown and removed`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("token", "ls", says: "workspace admin token", "top_read", "events_append")
            try await tb.local("token", "create", "static", "reader", "--scope", "WORKSPACE:READ_ALL", says: "'reader' generated")
            try await tb.local("token", "scopes", "reader", says: "WORKSPACE:READ_ALL")
            try await tb.local("token", "scopes", "top_read", says: "PIPES:READ", "top")
            let admin = try await tb.localToken()
            let text = try #require(try await tb.server.get("/v0/tokens/reader", token: admin).json()["token"] as? String)
            #expect(try await tb.server.line("SELECT count() FROM events", token: text) == "0")
            // The same name again gives it other scopes.
            try await tb.local("token", "create", "static", "reader", "--scope", "TOKENS", says: "reader")
            #expect(try await tb.server.get("/v0/sql?q=SELECT%201%20FROM%20events", token: text).status == 403)
            try await tb.local("token", "rm", "reader", "--yes", says: "'reader' removed")
            #expect(try await tb.server.get("/v0/tokens", token: text).status == 403)
            try await tb.local("token", "rm", "reader", "--yes", exit: 1, says: "reader")
        }
    }
}

/// Tokens that change and expire, and secrets.
@Suite struct ForwardSecretTests {
    @Test func `a token gets another text, and one that expires opens its endpoint with fixed parameters`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            let admin = try await tb.localToken()
            let text = { try await tb.server.get("/v0/tokens/top_read", token: admin).json()["token"] as? String }
            let old = try await text()
            try await tb.local("token", "refresh", "top_read", "--yes", says: "top_read")
            #expect(try await tb.server.get("/v0/pipes/top.json", token: old).status == 403)
            #expect(try await tb.server.get("/v0/pipes/top.json", token: text()).status == 200)

            let output = try await tb.local(
                "token", "create", "jwt", "guest", "--ttl", "1h", "--scope", "PIPES:READ", "--resource", "top", "--fixed-params",
                "kind=click")
            let jwt = try #require(output.firstMatch(of: /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/)?.0)
            let answer = try await tb.server.get("/v0/pipes/top.csv?kind=view", token: String(jwt))
            #expect(answer.body == "\"kind\",\"count\"\n\"click\",1\n")
            #expect(try await tb.server.get("/v0/datasources/events", token: String(jwt)).status == 403)
        }
    }

    @Test func `secrets are set, listed without their values, and removed; those of the project's .env are there before it is deployed`()
        async throws
    {
        try await ForwardCLI.run { tb in
            try await tb.local("secret", "set", "greeting", "good day", says: "Secret 'greeting' set")
            try await tb.local("secret", "set", "greeting", "good evening", says: "Secret 'greeting' set")
            let list = try await tb.local("secret", "ls", says: "greeting")
            #expect(!list.contains("good"))
            try tb.write(".env.local", "place=here\n")
            try tb.write(
                "endpoints/kept.pipe",
                """
                NODE n
                SQL >
                    %
                    SELECT {{ tb_secret('greeting') }} AS greeting, {{ tb_secret('place') }} AS place

                TYPE ENDPOINT

                """)
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("endpoint", "data", "kept", says: "good evening", "here")
            try await tb.local("secret", "rm", "greeting", says: "Secret 'greeting' deleted")
            try await tb.local("secret", "rm", "missing", says: "Error: ", "missing")
        }
    }
}
