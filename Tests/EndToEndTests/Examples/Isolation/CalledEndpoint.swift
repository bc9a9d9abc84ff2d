// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

/// An endpoint as its callers know it.
struct CalledEndpoint {
    let name: String
    /// All parameters but for the customer's.
    let parameters: [String]
    /// Those without which it says nothing.
    let needed: Set<String>

    /// What an endpoint must be told to find rows, although it does not require it.
    private static let needed = ["active_visitors": "minutes", "user_profile_events": "distinct_id", "visitor_locations": "minutes"]
    /// Joined with PostgreSQL, so that ``SatisfactionTests`` sees to it.
    private static let elsewhere = "satisfaction_index"

    /// Every endpoint that the server has, so that none can be forgotten, in the order of names.
    static func all(of server: ServerFixture, _ tenancy: Tenancy) async throws -> [CalledEndpoint] {
        let admin = try await server.adminToken()
        let pipes = try await server.get("/v0/pipes", token: admin).json()["pipes"] as? [[String: Any]] ?? []
        let names = pipes.filter { $0["type"] as? String == "endpoint" }.compactMap { $0["name"] as? String }
        let document = try await server.get("/v0/pipes/openapi.json", token: admin).json()
        let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
        return try names.filter { $0 != self.elsewhere }.sorted().map { name in
            let call = try #require(paths["/v0/pipes/\(name).json"]?["get"], "\(name) is not described")
            let parameters = (call["parameters"] as? [[String: Any]] ?? []).filter { parameter in
                let name = parameter["name"] as? String
                return name != tenancy.parameter && name?.hasPrefix("_") == false
            }
            let required = parameters.filter { $0["required"] as? Bool == true }.compactMap { $0["name"] as? String }
            return CalledEndpoint(
                name: name, parameters: parameters.compactMap { $0["name"] as? String },
                needed: Set(required + (self.needed[name].map { [$0] } ?? [])))
        }
    }
}
