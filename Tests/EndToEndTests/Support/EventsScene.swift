// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Synchronization

extension DeploymentFile {
    /// A data source of numbers.
    static let events = DeploymentFile(
        path: "events.datasource", text: "# Kept.\nTOKEN writer APPEND\n\nSCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n")
    /// A view of it and the view's target.
    static let summing = [
        DeploymentFile(path: "sums.datasource", text: "SCHEMA >\n    `s` UInt64\n\nENGINE_SORTING_KEY s\n"),
        DeploymentFile(path: "summing.pipe", text: "NODE s\nSQL >\n    SELECT n AS s FROM events\nTYPE materialized\nDATASOURCE sums\n"),
    ]
    /// An endpoint over it.
    static let total = DeploymentFile(
        path: "total.pipe", text: "NODE t\nSQL >\n    SELECT sum(n) AS s FROM events\nTYPE endpoint\n")
}

/// Runs `body` with a server that has a data source of numbers, and its administrator's token.
func withEvents(
    _ files: [DeploymentFile] = [], arguments: [String] = [], _ body: (ServerFixture, String) async throws -> Void
) async throws {
    try await withServer(arguments: arguments) { server in
        _ = try await server.client().deploy([.events] + files)
        try await body(server, try await server.adminToken())
    }
}

extension ServerFixture {
    /// What an expression comes to over all rows of a data source.
    func value(_ expression: String, of dataSource: String) async throws -> Int? {
        let answer = try await self.post(
            "/v0/sql", token: try await self.adminToken(), body: "SELECT \(expression) AS v FROM \(dataSource) FORMAT JSON")
        guard answer.status == 200 else { throw TimedOut(description: "\(expression): \(answer.body)") }
        return try answer.rows().first?["v"] as? Int
    }
}

/// Numbers the events that several tasks send, until they shall stop.
final class Sender: Sendable {
    private let state = Mutex((count: 0, isOver: false))

    /// The first of the next numbers; nil when it is over.
    func next(_ count: Int) -> Int? {
        self.state.withLock { state in
            guard !state.isOver else { return nil }
            defer { state.count += count }
            return state.count
        }
    }

    func stop() { self.state.withLock { $0.isOver = true } }
    var count: Int { self.state.withLock { $0.count } }
}

/// Names that were answered for.
final class Names: Sendable {
    private let names = Mutex<Set<String>>([])
    func add(_ name: String) { self.names.withLock { _ = $0.insert(name) } }
    var all: Set<String> { self.names.withLock { $0 } }
}
