// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Hummingbird
import MartletClient
import Synchronization
import Testing

/// The Swift client against the server, as a program uses it.
@Suite struct SwiftClientTests {
    private struct Order: Encodable {
        var shop: String
        var id: Int?
        var amount: Double = 1
        var at: Date?
    }

    private struct Sales: Decodable, Hashable {
        let shop: String
        let orders: UInt64
        let ids: UInt64
        let total: Double
        let newest: Date
    }

    /// What a writer has told.
    private final class Counts: Sendable {
        let stored = Atomic(0)
        let quarantined = Atomic(0)
        let lost = Atomic(0)
    }

    private static let files = [
        DeploymentFile(
            path: "orders.datasource",
            text: """
                SCHEMA >
                    `shop` String `json:$.shop`,
                    `id` UInt64 `json:$.id`,
                    `amount` Float64 `json:$.amount`,
                    `at` DateTime64(3) `json:$.at` DEFAULT '2026-03-01 10:00:00.125'

                ENGINE_SORTING_KEY shop, id
                """),
        DeploymentFile(
            path: "sales.pipe",
            text: """
                NODE sales
                SQL >
                    %
                    SELECT shop, count() AS orders, uniqExact(id) AS ids, sum(amount) AS total, max(at) AS newest
                    FROM orders
                    WHERE shop = {{String(shop)}}
                    {% if defined(ids) %} AND id IN {{Array(ids, 'Int32')}} {% end %}
                    {% if defined(since) %} AND at >= {{DateTime64(since)}} {% end %}
                    GROUP BY shop ORDER BY shop
                TYPE endpoint
                """),
        DeploymentFile(path: "all.pipe", text: "NODE n\nSQL >\n    SELECT count() AS orders FROM orders\nTYPE endpoint\n"),
    ]

    /// Names as people choose them.
    private static let shops = ["a", "", "ä'\\\"\n\u{2028}🐦", "a "]

    @Test func `a program writes, reads, listens, hands out tokens and deletes`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(Self.files)
            try await self.writeOverABadNetwork(to: server)
            try await self.read(by: client)
            try await self.listen(to: client)
            try await self.handOutTokens(of: server, client)
            try await self.delete(by: client)
        }
    }

    private func sales(_ shop: String, by client: MartletClient, ids: [Int]? = nil, since: Date? = nil) async throws -> Sales? {
        struct Parameters: Encodable {
            let shop: String
            let ids: [Int]?
            let since: DateTime64?
        }
        return try await client.pipe("sales").rows(Parameters(shop: shop, ids: ids, since: since.map { DateTime64($0) }), as: Sales.self)
            .rows.first
    }

    /// Each of 500 events of each shop is stored once, whatever the network does; one that does not fit is reported.
    private func writeOverABadNetwork(to server: ServerFixture) async throws {
        let network = BadNetwork(before: server)
        let token = try await server.adminToken()
        let counts = Counts()
        try await withLocalServer({ try await network.pass($0) }) { url in
            var retries = RetryPolicy()
            (retries.attempts, retries.firstCeiling) = (20, .milliseconds(2))
            var options = EventWriter.Options()
            (options.batchEvents, options.compression) = (100, .zstandard)
            let client = MartletClient(url: url, token: token, retries: retries)
            let writer = EventWriter(client, dataSource: "orders", options: options) { report in
                switch report {
                case .stored(let receipt):
                    counts.stored.add(receipt.successfulRows, ordering: .relaxed)
                    counts.quarantined.add(receipt.quarantinedRows, ordering: .relaxed)
                case .lost, .refused: counts.lost.add(1, ordering: .relaxed)
                case .delayed: break
                }
            }
            await writer.withRunning { writer in
                for id in 0..<500 {
                    for shop in Self.shops { writer.write(Order(shop: shop, id: id)) }
                }
                writer.write(Order(shop: "a"))
            }
        }
        #expect(counts.stored.load(ordering: .relaxed) == 2_000)
        #expect(counts.quarantined.load(ordering: .relaxed) == 1)
        #expect(counts.lost.load(ordering: .relaxed) == 0)
        #expect(network.lostAnswers.load(ordering: .relaxed) > 5)
        try await eventually("all orders can be queried") { try await server.value("count()", of: "orders") ?? 0 >= 2_000 }
        #expect(try await server.value("count()", of: "orders") == 2_000)
    }

    private func read(by client: MartletClient) async throws {
        // What is all alike compresses a thousandfold.
        #expect(try await client.sql("SELECT repeat('a', 1000000) AS text FORMAT JSONEachRow").readableBytes > 1_000_000)
        let moment = Date(timeIntervalSince1970: 1_772_359_200.125)
        for shop in Self.shops {
            let sales = try await self.sales(shop, by: client)
            #expect(sales == Sales(shop: shop, orders: 500, ids: 500, total: 500, newest: moment))
        }
        #expect(try await self.sales("a", by: client, ids: [7, 8, 1_000])?.orders == 2)
        try await client.append([Order(shop: "late", id: 1, amount: -0.5, at: moment + 0.25)], to: "orders", waits: true)
        #expect(try await self.sales("late", by: client, since: moment)?.newest == moment + 0.25)
        #expect(try await self.sales("late", by: client, since: moment + 1) == nil)
        let answer = try await client.query("SELECT id FROM orders WHERE shop = 'a' ORDER BY id LIMIT 3 -- of 500", as: [String: Int].self)
        #expect(answer.rows == [["id": 0], ["id": 1], ["id": 2]])
        #expect(answer.rowsBeforeLimit ?? 0 >= 3)
        #expect(answer.columns.map(\.type) == ["UInt64"])
        #expect(answer.statistics != nil)
        let error = await #expect(throws: MartletClientError.self) { try await client.pipe("sale").rows(as: Sales.self) }
        #expect(error?.status == 404)
    }

    private func listen(to client: MartletClient) async throws {
        var orders: [UInt64?] = []
        for try await answer in try client.pipe("sales").live(["shop": "live"], as: Sales.self) {
            let count = answer.rows.first?.orders
            orders.append(count)
            if count == 3 { break }
            let events = (0..<((count ?? 0) + 1)).map { Order(shop: "live", id: Int($0)) }
            try await client.append(events, to: "orders", waits: true)
        }
        #expect(orders == [nil, 1, 3])
    }

    private func handOutTokens(of server: ServerFixture, _ client: MartletClient) async throws {
        let admin = try #require(try await client.tokens().first { $0.name.lowercased() == "workspace admin token" }).text
        var token = WebToken(
            name: "a visitor", workspaceID: try await client.workspace().id, expiry: .now + 60,
            scopes: [.readPipe("sales", fixedParameters: ["shop": "late"]), .readDataSource("orders", filter: "shop IN ('live', 'late')")])
        let visitor = MartletClient(url: server.url, token: try token.signed(with: admin))
        #expect(try await self.sales("a", by: visitor)?.shop == "late")
        #expect(try await visitor.query("SELECT count() AS n FROM orders", as: [String: Int].self).rows == [["n": 4]])
        let error = await #expect(throws: MartletClientError.self) { try await visitor.pipe("all").rows(as: [String: Int].self) }
        #expect(error?.status == 403)
        await #expect(throws: MartletClientError.self) { try await visitor.append([Order(shop: "a", id: 1)], to: "orders") }

        token.expiry = .now - 1
        let late = MartletClient(url: server.url, token: try token.signed(with: admin))
        let expired = await #expect(throws: MartletClientError.self) { try await self.sales("a", by: late) }
        #expect(expired?.status == 403)
        let forger = MartletClient(url: server.url, token: try token.signed(with: "p.other"))
        await #expect(throws: MartletClientError.self) { try await self.sales("a", by: forger) }
    }

    private func delete(by client: MartletClient) async throws {
        for shop in Self.shops {
            let condition = "shop = \(MartletClient.quoted(shop))"
            #expect(try await client.countRows(of: "orders", where: condition) == 500)
            let job = try await client.finish(try await client.deleteRows(of: "orders", where: condition))
            #expect(job.rowsAffected == 500)
            #expect(try await self.sales(shop, by: client) == nil)
        }
        #expect(try await client.pipe("all").rows(as: [String: Int].self).rows == [["orders": 4]])
        await #expect(throws: MartletClientError.self) { try await client.deleteRows(of: "orders", where: "nothing = 1") }
    }
}
