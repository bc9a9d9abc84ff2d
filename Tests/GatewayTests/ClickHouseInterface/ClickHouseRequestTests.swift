// Part of Martlet. Apache License 2.0; see LICENSE.

import HTTPServing
import HTTPTypes
import Queries
import Testing

@testable import Gateway

struct ClickHouseRequestTests {
    private func request(_ query: String, _ headers: HTTPFields = [:], body: String = "") throws -> ClickHouseRequest {
        ClickHouseRequest(parameters: try ClickHouseParameters(query: query).values, headers: headers, body: body)
    }

    @Test func `parameters are sorted into the statement, its parameters, and settings`() throws {
        let request = try self.request(
            "query=SELECT+1%2C&database=d&default_format=CSV&param_x=%31&query_id=q&session_timezone=UTC&user=u&password=p", body: "2")
        #expect(request.call.sqlText == "SELECT 1,\n2")
        #expect(request.call.database == "d" && request.call.defaultFormat == "CSV")
        #expect(request.call.parameters == ["x": "1"] && request.call.settings == ["session_timezone": "UTC"])
        #expect(request.queryID == "q" && request.credentials.user == "u" && request.credentials.token == "p")
        #expect(request.compression == nil && request.revision == 0)
    }

    @Test func `headers say what parameters do not`() throws {
        let headers: HTTPFields = [
            .clickHouseDatabase: "d", .clickHouseFormat: "JSON", .clickHouseUser: "u", .clickHouseKey: "k", .acceptEncoding: "lz4, gzip",
        ]
        let request = try self.request("enable_http_compression=1&default_format=CSV", headers)
        #expect(request.call.database == "d" && request.call.defaultFormat == "CSV" && request.compression == .gzip)
        #expect(request.credentials.user == "u" && request.credentials.token == "k" && request.call.user == "u")
    }

    @Test func `who asks for ClickHouse's own compression gets it, and its blocks in the revision that it knows`() throws {
        let request = try self.request("compress=1&client_protocol_version=54460", [.acceptEncoding: "gzip"])
        #expect(request.compression == .clickHouseBlocks && request.revision == 54_460 && request.call.settings.isEmpty)
        #expect(try self.request("compress=0", [.acceptEncoding: "gzip"]).compression == nil)
    }

    @Test func `a token is a password in any form`() throws {
        #expect(try self.request("", [.authorization: "Basic dTpwOnE="]).credentials == ClickHouseCredentials.of("u", "p:q"))
        #expect(try self.request("", [.authorization: "Bearer t"]).credentials == ClickHouseCredentials.of("default", "t"))
        #expect(try self.request("token=t").credentials == ClickHouseCredentials.of("default", "t"))
        #expect(try self.request("", [.authorization: "Basic ???"]).credentials.token == nil)
    }
}

extension ClickHouseCredentials {
    fileprivate static func of(_ user: String, _ token: String) -> ClickHouseCredentials {
        ClickHouseCredentials(parameters: ["user": user, "password": token], headers: [:])
    }
}
