// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Calls of the attribution workspace's endpoints for one location.
struct AttributionCalls {
    let server: ServerFixture
    let token: String
    let location: String

    func rows(_ endpoint: String, _ parameters: [String: String]) async throws -> [[String: Any]] {
        var query = URLComponents()
        query.queryItems = parameters.merging(["location_id": self.location]) { $1 }.map { URLQueryItem(name: $0.key, value: $0.value) }
        let text = (query.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        let answer = try await self.server.get("/v0/pipes/\(endpoint).json?\(text)", token: self.token)
        #expect(answer.status == 200, "\(endpoint): \(answer.body)")
        return try answer.rows()
    }

    /// The answer has exactly these rows, with all their columns, in this order.
    func expect(_ endpoint: String, _ parameters: [String: String], _ expected: [[String: Any]]) async throws {
        let answer = try await self.rows(endpoint, parameters)
        #expect(answer.count == expected.count, "\(endpoint) \(parameters) in \(self.location)")
        for (row, expected) in zip(answer, expected) {
            let (said, computed) = (AdversarialVisits.json(row), AdversarialVisits.json(expected))
            #expect(said == computed, "\(endpoint) \(parameters) in \(self.location)")
        }
    }
}
