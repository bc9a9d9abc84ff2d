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
    /// Endpoints that are called, and how often each of them.
    private static let (endpointCount, callCount) = (12, 6)

    private struct Endpoint {
        let name: String
        let parameters: [String]
    }

    private struct Asked: Equatable {
        let path: String
        let status: Int
        let rows: String
    }

    @Test(arguments: Tenancy.all) func `no answer depends on another customer's rows`(tenancy: Tenancy) async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(repository.appending(path: "Examples/\(tenancy.workspace)")))
            let lines = try demoLines(of: tenancy.workspace, rows: 6_000, until: Self.end, days: Self.days).mapValues(tenancy.ownLines)
            try await self.append(lines, to: server)

            let endpoints = try await self.endpoints(of: server, tenancy)
            let fixed = try await client.createToken(
                named: "customer", expiresAt: Int(Date().timeIntervalSince1970) + 3600,
                scopes: endpoints.map { .readPipe($0.name, fixedParameters: [tenancy.parameter: tenancy.own]) })
            var hostile = try HostileCalls(of: tenancy, rows: lines.values.flatMap { $0 }, seed: Self.seed)
            let paths = endpoints.flatMap { endpoint in
                (0..<Self.callCount).map { _ in "/v0/pipes/\(endpoint.name).json?\(hostile.query(endpoint.parameters))" }
            }
            let before = try await self.ask(paths, of: server, token: fixed)
            #expect(before.contains { $0.status == 200 && $0.rows.count > 100 }, "the calls find nothing that could change")

            try await self.append(lines.mapValues { try $0.map(tenancy.otherLine) }, to: server)
            let after = try await self.ask(paths, of: server, token: fixed)
            for (earlier, later) in zip(before, after) { #expect(earlier == later) }
            #expect(!after.contains { $0.status == 200 && ($0.rows.contains(Tenancy.mark) || $0.rows.contains(Tenancy.other)) })
            // The other customer's rows are there, and his own token does see them.
            let others = try await client.createToken(
                named: "other", expiresAt: Int(Date().timeIntervalSince1970) + 3600,
                scopes: endpoints.map { .readPipe($0.name, fixedParameters: [tenancy.parameter: Tenancy.other]) })
            #expect(
                try await self.ask(paths, of: server, token: others).contains {
                    $0.rows.contains(Tenancy.mark) || $0.rows.contains(Tenancy.other)
                })
            try await self.checkFilter(server, tenancy, endpoints, paths)
        }
    }

    /// A token whose filters name one customer reads nothing of another, whatever its bearer asks endpoints and SQL for.
    private func checkFilter(_ server: ServerFixture, _ tenancy: Tenancy, _ endpoints: [Endpoint], _ paths: [String]) async throws {
        let filter = "\(tenancy.parameter) = '\(tenancy.own)'"
        let admin = try await server.adminToken()
        let listed = try await server.get("/v0/datasources", token: admin).json()["datasources"] as? [[String: Any]] ?? []
        let dataSources = listed.filter { source in
            (source["columns"] as? [[String: Any]])?.contains { $0["name"] as? String == tenancy.parameter } == true
        }.compactMap { $0["name"] as? String }
        #expect(!dataSources.isEmpty)
        let scopes = endpoints.map { "PIPES:READ:\($0.name)" } + dataSources.map { "DATASOURCES:READ:\($0):\(filter)" }
        let token = try await server.client().createToken(named: "filtered", scopes: scopes).text
        for answer in try await self.ask(paths, of: server, token: token) {
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

    private func append(_ lines: [String: [String]], to server: ServerFixture) async throws {
        for (dataSource, lines) in lines {
            let receipt = try await server.client().append(lines.joined(separator: "\n"), to: dataSource)
            #expect(receipt.successfulRows == lines.count, "\(dataSource)")
        }
    }

    /// Some endpoints, the same for the same workspace, with their parameters but for the customer's.
    private func endpoints(of server: ServerFixture, _ tenancy: Tenancy) async throws -> [Endpoint] {
        let document = try await server.get("/v0/pipes/openapi.json", token: try await server.adminToken()).json()
        let paths = document["paths"] as? [String: [String: Any]] ?? [:]
        let endpoints = paths.compactMap { path, item -> Endpoint? in
            guard let name = path.wholeMatch(of: /\/v0\/pipes\/(\w+)\.json/)?.1, let call = item["get"] as? [String: Any] else {
                return nil
            }
            let parameters = (call["parameters"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            return Endpoint(name: String(name), parameters: parameters.filter { $0 != tenancy.parameter && !$0.hasPrefix("_") })
        }
        .sorted { $0.name < $1.name }
        // Where there are very many, every so many-th.
        let step = max(1, endpoints.count / Self.endpointCount)
        return endpoints.indices.filter { $0 % step == 0 }.map { endpoints[$0] }
    }

    private func ask(_ paths: [String], of server: ServerFixture, token: String) async throws -> [Asked] {
        var answers: [Asked] = []
        for path in paths {
            let answer = try await server.get(path, token: token)
            #expect(answer.status < 500 || answer.status == 503, "\(path): \(answer.body)")
            let rows = try answer.json()["data"] ?? answer.error ?? answer.body
            let text = String(decoding: try JSONSerialization.data(withJSONObject: ["data": rows], options: .sortedKeys), as: UTF8.self)
            answers.append(Asked(path: path, status: answer.status, rows: Self.withoutClock(text)))
        }
        return answers
    }

    /// Without the period that an answer is about, which begins and ends by the clock.
    private static func withoutClock(_ text: String) -> String { text.replacing(/"date_(from|to)":"[^"]*"/, with: "") }
}
