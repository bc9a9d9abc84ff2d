// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// Routes that are there for what clients ask on their way: who calls, where, and what this server does not have.
@Suite struct ClientRouteTests {
    @Test func `clients learn whose token they have, where they are, and what belongs to it`() async throws {
        try await withServer { server in
            let tokens = try await MartletClient(url: server.url, token: "", httpClient: .shared).localTokens()
            let auth = { (token: String?) in try await server.get("/v0/auth", token: token).json() as? [String: Bool] }
            #expect(try await auth(tokens.user) == ["is_valid": true, "is_user": true])
            #expect(try await auth(tokens.admin) == ["is_valid": true, "is_user": false])
            #expect(try await auth("p.ey") == ["is_valid": false, "is_user": false])
            #expect(try await auth(nil) == ["is_valid": false, "is_user": false])

            let keys = { (path: String, list: String) in
                let items = try await server.get(path, token: tokens.admin).json()[list] as? [[String: Any]]
                return items?.first?.keys.sorted()
            }
            #expect(try await keys("/v0/regions", "regions") == ["api_host", "host", "name", "provider"])
            // The Python SDK's records have room for what they know; a command line in a project of it is none of them.
            #expect(try await keys("/v0/regions?from=python-sdk", "regions") == ["api_host", "name", "provider"])
            #expect(try await keys("/v1/user/workspaces?from=python-sdk", "workspaces") == ["id", "name", "token"])
            let full = try await keys("/v1/user/workspaces?from=python-sdk&cli_version=5.0.3", "workspaces") ?? []
            #expect(
                Set(["id", "name", "token", "role", "plan", "is_branch", "main", "owner", "members", "organization"]).isSubset(of: full))
            let bare = try await keys("/v0/user/workspaces/?with_members_and_owner=false", "workspaces")
            #expect(bare?.contains("members") == false)
            let made = try await server.post("/v1/workspaces?name=sdk&from=python-sdk", token: tokens.user, body: "")
            #expect(try made.json().keys.sorted() == ["id", "name", "token"])
            #expect(
                try await server.get("/v1/workspace?from=python-sdk", token: tokens.admin).json().keys.sorted() == [
                    "id", "main", "name", "scope", "user_email", "user_id",
                ])

            let described = try await server.get("/v0/workspaces/sdk?with_token=true", token: tokens.user).json()
            #expect(described["name"] as? String == "sdk" && (described["token"] as? String)?.hasPrefix("p.ey") == true)
            #expect(try await server.get("/v1/workspaces/sdk", token: tokens.workspaceAdmin).status == 404)
            #expect(try await server.get("/v1/workspaces/sdk", token: tokens.user).json()["token"] as? String == "")

            let organization = try await server.get("/v1/user/workspaces", token: tokens.user).json()["organization_id"] as? String
            let found = try await server.get("/v0/organizations/\(organization ?? "")", token: tokens.user)
            #expect(try found.json() as? [String: String] == ["id": organization ?? "", "name": "Local"])
            #expect(try await server.get("/v0/organizations/other", token: tokens.user).status == 404)
            #expect(try await server.get("/v1/billing/\(organization ?? "")/limits", token: tokens.user).body == #"{"limits":{}}"#)
            #expect(try await server.get("/v1/infra", token: tokens.admin).body == #"{"infras":[]}"#)
        }
    }

    @Test func `connections are listed and shown as they were deployed`() async throws {
        try await withServer { server in
            let text = "TYPE s3\nS3_REGION us-east-1\nS3_ACCESS_KEY key\nS3_SECRET secret\n"
            let sink = """
                NODE s
                SQL >
                    SELECT 1 AS one
                TYPE sink
                EXPORT_CONNECTION_NAME store
                EXPORT_BUCKET_URI s3://exports/ones
                EXPORT_SCHEDULE @on-demand
                EXPORT_FILE_TEMPLATE ones
                EXPORT_FORMAT csv

                """
            let client = try await server.client()
            _ = try await client.deploy([
                DeploymentFile(path: "store.connection", text: text), DeploymentFile(path: "ones.pipe", text: sink),
            ])
            let token = try await server.adminToken()
            let list = try await server.get("/v0/connectors", token: token).json()["connectors"] as? [[String: Any]]
            let store = try #require(list?.first)
            #expect(store["name"] as? String == "store" && store["service"] as? String == "s3")
            #expect((store["settings"] as? [String: Any])?.isEmpty == true)
            #expect((store["linkers"] as? [Any])?.isEmpty == true)
            #expect((store["sinks"] as? [[String: String]])?.first?["pipe_name"] == "ones")
            #expect(try await server.get("/v0/connectors?service=kafka", token: token).body == #"{"connectors":[]}"#)
            let id = try #require(store["id"] as? String)
            #expect(try await server.get("/v0/connectors/\(id)", token: token).json()["name"] as? String == "store")
            let datafile = try await server.get("/v0/connectors/store.connection", token: token)
            #expect(datafile.body == text)
            #expect(datafile.headers["content-type"] == "text/plain")
            #expect(try await server.get("/v0/connectors/store?format=connection", token: token).body == text)
            let described = try await server.get("/v0/connectors/store.connection?include_metadata=true", token: token).json()
            #expect(described["content"] as? String == text)
            #expect((described["warnings"] as? [Any])?.isEmpty == true)
            #expect(try await server.get("/v0/connectors/missing", token: token).status == 404)
            // A datafile may hold what opens another system.
            let reader = try await server.post("/v0/tokens?name=reader&scope=WORKSPACE:READ_ALL", token: token, body: "").json()
            #expect(try await server.get("/v0/connectors/store.connection", token: reader["token"] as? String).status == 403)
        }
    }

    @Test func `what this server does not have is refused in words`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let refusals = [
                ("POST", "/v0/datafiles?filenames=a.pipe&force=true", "deploy the project"),
                ("POST", "/v0/connectors?service=s3&name=x", "by deploying their .connection files"),
                ("DELETE", "/v0/connectors/store", "by deploying their .connection files"),
                ("GET", "/v0/connectors/store/preview?preview_activity=false", "cannot be previewed"),
                ("POST", "/v0/datasources/events/scheduling/runs", "do not read from connections"),
                ("PUT", "/v0/datasources/events/scheduling/state", "do not read from connections"),
                ("POST", "/v0/datasources/events/sample", "do not read from connections"),
                ("POST", "/v1/infra?name=x&host=y", "the only machine"),
            ]
            for (method, path, reason) in refusals {
                let refused = try await server.request(method, path, token: token)
                #expect(refused.status == 400)
                #expect(refused.error?.contains(reason) == true, "\(path): \(refused.body)")
                #expect(try await server.request(method, path, token: "p.ey").status == 403)
            }
        }
    }
}
