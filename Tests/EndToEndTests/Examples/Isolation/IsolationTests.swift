// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Customers of one workspace never see each other's rows: not an answer changes when another customer's rows arrive who has the same ids.
@Suite struct IsolationTests {
    /// Two hours ago, in milliseconds since 1970: what is asked about the last minutes has no rows, now and a moment later.
    private static let end = Int64(Date().timeIntervalSince1970 - 7200) * 1000
    /// So few that whatever looks back for a week or more has all rows.
    private static let days = 6
    private static let seed: UInt64 = 11
    /// So many hostile calls are made of each workspace, but at least so many of each endpoint.
    private static let (callCount, leastCallCount) = (48, 2)

    private struct Call {
        let endpoint: String
        let path: String
    }

    private struct Asked: Equatable {
        let path: String
        let status: Int
        let rows: String

        var hasRows: Bool { self.status == 200 && self.rows != #"{"data":[]}"# }
    }

    @Test(arguments: Tenancy.all) func `no answer depends on another customer's rows`(tenancy: Tenancy) async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(repository.appending(path: "Examples/\(tenancy.workspace)")))
            let lines = try demoLines(of: tenancy.workspace, rows: 6_000, until: Self.end, days: Self.days).mapValues(tenancy.ownLines)
                .merging(tenancy.rareLines(at: Self.end)) { $0 + $1 }
            try await self.append(lines, to: server)

            let endpoints = try await CalledEndpoint.all(of: server, tenancy)
            let own = try await self.tokens(fixing: tenancy.own, in: endpoints, tenancy, of: server)
            var calls = try HostileCalls(of: tenancy, rows: lines.sorted { $0.key < $1.key }.flatMap(\.value), seed: Self.seed)
            let plain = try endpoints.map { Call(endpoint: $0.name, path: try calls.plainPath(of: $0)) }
            let hostile = endpoints.flatMap { endpoint in
                (0..<max(Self.leastCallCount, Self.callCount / endpoints.count)).map { _ in
                    Call(endpoint: endpoint.name, path: calls.hostilePath(of: endpoint))
                }
            }
            let before = try await self.ask(plain + hostile, of: server, tokens: own)
            for answer in before.prefix(plain.count) {
                #expect(answer.hasRows, "\(answer.path) finds nothing that could change: CalledEndpoint says what an endpoint needs")
            }

            try await self.append(lines.mapValues { try $0.map(tenancy.otherLine) }, to: server)
            let after = try await self.ask(plain + hostile, of: server, tokens: own)
            for (earlier, later) in zip(before, after) { #expect(earlier == later) }
            #expect(!after.contains { $0.status == 200 && ($0.rows.contains(Tenancy.mark) || $0.rows.contains(Tenancy.other)) })
            // The other customer's rows are there, and his own token does see them.
            let others = try await self.tokens(fixing: Tenancy.other, in: Array(endpoints.prefix(10)), tenancy, of: server)
            #expect(
                try await self.ask(Array(plain.prefix(others.count)), of: server, tokens: others).contains {
                    $0.rows.contains(Tenancy.mark) || $0.rows.contains(Tenancy.other)
                })
            try await self.checkFilter(server, tenancy, endpoints, hostile)
        }
    }

    /// A token whose filters name one customer reads nothing of another, whatever its bearer asks endpoints and SQL for.
    private func checkFilter(_ server: ServerFixture, _ tenancy: Tenancy, _ endpoints: [CalledEndpoint], _ calls: [Call]) async throws {
        let filter = "\(tenancy.parameter) = '\(tenancy.own)'"
        let admin = try await server.adminToken()
        let listed = try await server.get("/v0/datasources", token: admin).json()["datasources"] as? [[String: Any]] ?? []
        let dataSources = listed.filter { source in
            (source["columns"] as? [[String: Any]])?.contains { $0["name"] as? String == tenancy.parameter } == true
        }.compactMap { $0["name"] as? String }
        #expect(!dataSources.isEmpty)
        let scopes = endpoints.map { "PIPES:READ:\($0.name)" } + dataSources.map { "DATASOURCES:READ:\($0):\(filter)" }
        let token = try await server.client().createToken(named: "filtered", scopes: scopes).text
        let tokens = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.name, token) })
        for answer in try await self.ask(calls, of: server, tokens: tokens) {
            #expect(!answer.rows.contains(Tenancy.mark), "\(answer.path)")
        }
        for dataSource in dataSources {
            let query = "SELECT groupUniqArray(\(tenancy.parameter)) AS customers FROM \(dataSource) FORMAT JSON"
            let customers = try await server.post("/v0/sql", token: token, body: query).rows().first?["customers"] as? [String] ?? []
            #expect(Set(customers).isSubset(of: [tenancy.own]), "\(dataSource)")
            let all = try await server.post("/v0/sql", token: admin, body: query).rows().first?["customers"] as? [String] ?? []
            #expect(customers.isEmpty == !all.contains(tenancy.own), "\(dataSource)")
        }
    }

    /// JSON web tokens that read an endpoint for one customer, by the endpoints' names.
    private func tokens(
        fixing customer: String, in endpoints: [CalledEndpoint], _ tenancy: Tenancy, of server: ServerFixture
    ) async throws -> [String: String] {
        let client = try await server.client()
        var tokens: [String: String] = [:]
        for endpoint in endpoints {
            tokens[endpoint.name] = try await client.createToken(
                named: customer, expiresAt: Int(Date().timeIntervalSince1970) + 3600,
                scopes: [.readPipe(endpoint.name, fixedParameters: [tenancy.parameter: customer])])
        }
        return tokens
    }

    private func append(_ lines: [String: [String]], to server: ServerFixture) async throws {
        for (dataSource, lines) in lines {
            let receipt = try await server.client().append(lines.joined(separator: "\n"), to: dataSource)
            #expect(receipt.successfulRows == lines.count, "\(dataSource)")
        }
    }

    private func ask(_ calls: [Call], of server: ServerFixture, tokens: [String: String]) async throws -> [Asked] {
        var answers: [Asked] = []
        for call in calls {
            let answer = try await server.get(call.path, token: tokens[call.endpoint])
            #expect(answer.status < 500 || answer.status == 503, "\(call.path): \(answer.body)")
            let rows = try answer.json()["data"] ?? answer.error ?? answer.body
            let text = String(decoding: try JSONSerialization.data(withJSONObject: ["data": rows], options: .sortedKeys), as: UTF8.self)
            answers.append(Asked(path: call.path, status: answer.status, rows: Self.withoutClock(text)))
        }
        return answers
    }

    /// Without the period that an answer is about, which begins and ends by the clock.
    private static func withoutClock(_ text: String) -> String { text.replacing(/"date_(from|to)":"[^"]*"/, with: "") }
}
