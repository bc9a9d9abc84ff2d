// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The login page, from a browser's and from a program's side.
@Suite struct LoginTests {
    private func confirm(_ server: ServerFixture, _ body: String, origin: String? = nil, site: String = "same-origin") async throws
        -> ServerFixture.Answer
    {
        let headers = ["Content-Type": "application/json", "Origin": origin ?? server.url, "Sec-Fetch-Site": site]
        return try await server.post("/login", body: body, headers: headers)
    }

    @Test func `a program that shows a code gets the tokens once somebody has confirmed, and once only`() async throws {
        try await withServer { server in
            let page = try await server.get("/api/cli-login?apiHost=\(server.url)&code=ABCD1234&method=code")
            #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(page.body.contains("data-trusted=\"yes\""))
            for path in ["/login/login.css", "/login/login.js"] { #expect(try await server.get(path).status == 200) }

            let poll = "/api/cli-login?apiHost=http://elsewhere&cliCode=ABCD1234&method=code"
            #expect(try await server.get(poll).status == 404)
            #expect(try await self.confirm(server, #"{"code":"ABCD1234"}"#).body == "{}")
            #expect(try await self.confirm(server, #"{"code":"ABCD1234"}"#).status == 409)
            // A page of another site could read what is answered to it.
            #expect(try await server.request("GET", poll, headers: ["Origin": "http://elsewhere"]).status == 403)
            let tokens = try await server.get(poll).json()
            let admin = try await server.adminToken()
            #expect(tokens["workspace_token"] as? String == admin)
            #expect(tokens["api_host"] as? String == server.url)
            #expect((tokens["user_token"] as? String)?.hasPrefix("p.") == true)
            #expect(try await server.get(poll).status == 404)
        }
    }

    @Test func `a browser takes a code back to the program on its machine`() async throws {
        try await withServer { server in
            let answer = try await self.confirm(server, #"{"code":null,"workspace":"Tinybird_Local_Testing"}"#)
            let redirect = try #require(try answer.json()["redirect"] as? String)
            let code = try #require(redirect.firstMatch(of: /^http:\/\/localhost:49160\/\?code=([0-9a-f-]{36})&/)?.1)
            #expect(try await server.get("/api/cli-login?code=\(code)").json()["api_host"] as? String == server.url)
            #expect(try await server.get("/api/cli-login?code=\(code)").status == 404)
            #expect(try await server.get("/login/done/cli-login?workspace=").status == 200)
        }
    }

    @Test func `nobody but the page itself confirms, and only with what is the workspace's own`() async throws {
        try await withServer { server in
            let confirmation = #"{"code":"ABCD1234"}"#
            #expect(try await self.confirm(server, confirmation, origin: "http://elsewhere").status == 403)
            #expect(try await self.confirm(server, confirmation, site: "cross-site").status == 403)
            #expect(try await server.post("/login", body: confirmation, headers: ["Content-Type": "application/json"]).status == 403)
            #expect(try await server.post("/login", body: confirmation, headers: ["Origin": server.url]).status == 403)
            // By another name for this machine, a click is not enough.
            let renamed = ["Content-Type": "application/json", "Origin": "http://rebound.example", "Host": "rebound.example"]
            #expect(try await server.post("/login", body: confirmation, headers: renamed).status == 403)
            #expect(try await self.confirm(server, #"{"code":"ABCD1234","token":"p.wrong"}"#).status == 403)
            #expect(try await self.confirm(server, #"{"code":"short"}"#).status == 400)
            #expect(try await self.confirm(server, #"{"code":"ABCD1234","workspace":"none"}"#).status == 404)

            let admin = try await server.adminToken()
            let made = try await server.post("/v0/tokens?name=other&scope=ADMIN", token: admin, body: "").json()
            let other = try #require(made["token"] as? String)
            // An admin of one workspace gets no more than he has shown.
            #expect(try await self.confirm(server, #"{"code":"ABCD1234","token":"\#(other)"}"#).status == 200)
            let tokens = try await server.get("/api/cli-login?cliCode=ABCD1234").json()
            #expect(tokens["workspace_token"] as? String == other && tokens["user_token"] as? String == other)
            let reader = try await server.post("/v0/tokens?name=reader&scope=TOKENS", token: admin, body: "").json()["token"] as? String
            #expect(try await self.confirm(server, #"{"code":"ABCD1234","token":"\#(reader ?? "")"}"#).status == 403)
        }
    }

    @Test func `the command waits for the page, and keeps what it hands over`() async throws {
        try await withServer { server in
            let shell = try Shell(server)
            let login = try shell.start("--host", server.url, "login", "--method", "code")
            var code = ""
            try await eventually("the command names the page") {
                code = login.outputText.firstMatch(of: /&code=([A-Z0-9]{8})&/).map { String($0.1) } ?? ""
                return !code.isEmpty
            }
            #expect(try await self.confirm(server, #"{"code":"\#(code)"}"#).status == 200)
            try await eventually("the command ends") { !login.isRunning }
            #expect(try await shell("workspace", "current", "--output", "json").output.contains("Tinybird_Local_Testing"))
            #expect(try shell.permissions(of: ".tinyb") == 0o600)
        }
    }

    @Test func `a token is kept without a browser, from the command line or from standard input, and forgotten again`() async throws {
        try await withServer { server in
            let shell = try Shell(server)
            let token = try await server.adminToken()
            let login = try await shell("login", "--host", server.url, "--token", "-", input: Data("\(token)\n".utf8))
            #expect(login.output.hasPrefix("Workspace: Tinybird_Local_Testing\nUser: local_testing@tinybird.co\n"), "\(login.errors)")
            #expect(try shell.permissions(of: ".tinyb") == 0o600)
            let kept = try String(contentsOf: shell.folder.appending(path: ".tinyb"), encoding: .utf8)
            #expect(kept.contains("\"host\" : \"\(server.url)\"") && kept.contains(token))
            #expect(try await shell("workspace", "current", "--output", "csv").output.contains("Tinybird_Local_Testing"))
            let refused = try await shell("auth", "--host", server.url, "--token", "p.wrong")
            #expect(refused.status == 1 && refused.errors == "Error: Forbidden: invalid authentication token\n")
            #expect(try await shell("logout").output.hasSuffix("✓ Logged out!\n"))
            let rest = try String(contentsOf: shell.folder.appending(path: ".tinyb"), encoding: .utf8)
            #expect(!rest.contains(token))
        }
    }
}
