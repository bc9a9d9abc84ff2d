// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// What each scope opens: a representative route of every family, asked by a token of every kind.
@Suite struct ScopeTests {
    /// A route of a family; asked a second time it may fail, but for other reasons than rights.
    private struct Route {
        let name: String
        let method: String
        let path: String
        var body = ""
        var headers: [String: String] = [:]
    }

    private static let routes = [
        Route(name: "events", method: "POST", path: "/v0/events?name=events", body: "{\"n\":1}"),
        Route(name: "append", method: "POST", path: "/v0/datasources?name=events&mode=append&format=ndjson", body: "{\"n\":1}"),
        Route(name: "replace", method: "POST", path: "/v0/datasources?name=events&mode=replace&format=ndjson", body: "{\"n\":1}"),
        Route(name: "create", method: "POST", path: "/v0/datasources?name=made&schema=n%20UInt64"),
        Route(name: "truncate", method: "POST", path: "/v0/datasources/events/truncate"),
        Route(name: "delete rows", method: "POST", path: "/v0/datasources/events/delete", body: "delete_condition=n%3D7"),
        Route(name: "analyze", method: "POST", path: "/v0/analyze?format=ndjson", body: "{\"n\":1}"),
        // A view fills it, so that it stays.
        Route(name: "drop", method: "DELETE", path: "/v0/datasources/events"),
        Route(name: "describe data", method: "GET", path: "/v0/datasources/events"),
        Route(name: "read data", method: "GET", path: "/v0/sql?q=SELECT%20count()%20FROM%20events"),
        Route(name: "read quarantine", method: "GET", path: "/v0/sql?q=SELECT%20count()%20FROM%20events_quarantine"),
        Route(name: "endpoint", method: "GET", path: "/v0/pipes/total.json"),
        Route(name: "read pipe", method: "GET", path: "/v0/sql?q=SELECT%20*%20FROM%20total"),
        Route(name: "definition", method: "GET", path: "/v1/pipes/total.pipe"),
        Route(name: "explain", method: "GET", path: "/v0/pipes/total/explain"),
        Route(name: "populate", method: "POST", path: "/v0/pipes/summing/nodes/s/population"),
        Route(name: "copy", method: "POST", path: "/v0/pipes/copying/copy"),
        Route(name: "tokens", method: "GET", path: "/v0/tokens"),
        Route(name: "make a token", method: "POST", path: "/v0/tokens?name=made&scope=PIPES:READ:total"),
        Route(name: "make a web token", method: "POST", path: "/v0/tokens?name=w&expiration_time=1"),
        Route(name: "variables", method: "GET", path: "/v0/variables"),
        Route(name: "set a variable", method: "POST", path: "/v0/variables", body: "name=v&value=1"),
        Route(name: "deployments", method: "GET", path: "/v1/deployments"),
        Route(
            name: "deploy", method: "POST", path: "/v1/deploy?check=true", body: "--x\r\n--x--\r\n",
            headers: ["Content-Type": "multipart/form-data; boundary=x"]),
    ]

    /// The routes that each scope opens.
    private static let table: [(scope: String, routes: Set<String>)] = [
        ("ADMIN", Set(Self.routes.map(\.name))),
        ("ADMIN_USER", Set(Self.routes.map(\.name))),
        ("TOKENS", ["tokens", "make a token", "make a web token"]),
        ("DATASOURCES:CREATE", ["events", "append", "replace", "create", "truncate", "delete rows", "analyze", "describe data"]),
        ("DATASOURCES:APPEND:events", ["events", "append", "describe data"]),
        ("DATASOURCES:DROP:events", ["drop"]),
        ("DATASOURCES:READ:events", ["describe data", "read data", "read quarantine"]),
        ("DATASOURCES:READ:events:n = 1", ["describe data", "read data"]),
        ("DATASOURCES:READ:sums", []),
        ("PIPES:CREATE", ["populate", "copy"]),
        ("PIPES:DROP:total", []),
        ("PIPES:READ:total", ["endpoint", "read pipe", "definition"]),
        ("PIPES:READ:summing", []),
        (
            "WORKSPACE:READ_ALL",
            ["describe data", "read data", "read quarantine", "endpoint", "read pipe", "definition", "explain"]
        ),
        ("WORKSPACE:DEPLOY", ["deployments", "deploy"]),
        ("ORG_DATASOURCES:READ", []),
    ]

    @Test func `a scope opens its routes and no others`() async throws {
        let copying = DeploymentFile(
            path: "copying.pipe",
            text: "NODE c\nSQL >\n    SELECT n FROM events\nTYPE copy\nTARGET_DATASOURCE copies\nCOPY_SCHEDULE @on-demand\n")
        let copies = DeploymentFile(path: "copies.datasource", text: "SCHEMA >\n    `n` UInt64\n\nENGINE_SORTING_KEY n\n")
        try await withEvents(DeploymentFile.summing + [.total, copying, copies]) { server, admin in
            for (number, row) in Self.table.enumerated() {
                var form = URLComponents()
                form.queryItems = [URLQueryItem(name: "name", value: "t\(number)"), URLQueryItem(name: "scope", value: row.scope)]
                let made = try await server.post("/v0/tokens?\(form.percentEncodedQuery ?? "")", token: admin, body: "")
                let token = try #require(try made.json()["token"] as? String, "\(row.scope): \(made.body)")
                var opened: Set<String> = []
                for route in Self.routes {
                    let answer = try await server.request(
                        route.method, route.path, token: token, body: route.method == "GET" ? nil : Data(route.body.utf8),
                        headers: route.headers)
                    #expect(answer.status < 500 || answer.status == 503, "\(row.scope), \(route.name): \(answer.body)")
                    if answer.status != 403 { opened.insert(route.name) }
                }
                #expect(opened == row.routes, "\(row.scope)")
            }
        }
    }
}
