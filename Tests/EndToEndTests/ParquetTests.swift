// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import NIOCore
import Testing

/// Parquet files into data sources. The server makes them itself: as answers to queries.
@Suite struct ParquetTests {
    private static let files = [
        DeploymentFile(
            path: "visits.datasource",
            text: """
                SCHEMA >
                    `id` UInt32 `json:$.id`,
                    `city` String `json:$.geo.city`,
                    `at` DateTime64(3) `json:$.at`,
                    `tags` Array(String) `json:$.tags[:]`,
                    `price` Decimal(10, 2) `json:$.price`,
                    `note` Nullable(String) `json:$.note`,
                    `source` String `json:$.source` DEFAULT 'web'

                ENGINE MergeTree
                ENGINE_SORTING_KEY id
                """)
    ]

    private static func query(_ rowCount: Int, id: String = "number") -> String {
        """
        SELECT \(id) AS id, CAST(tuple('c' || number, 1), 'Tuple(city String, `a) b\\\\`c` UInt8)') AS geo, toDateTime64('2026-01-02 03:04:05.678', 3, 'UTC') AS at, \
        ['a', 'b'] AS tags, toDecimal64(1.25, 2) AS price, 'x' AS unused FROM numbers(\(rowCount)) FORMAT Parquet
        """
    }

    private func withVisits(_ body: (ServerFixture, String) async throws -> Void) async throws {
        try await withServer(arguments: ["--allow-import-from", "127.0.0.1"]) { server in
            _ = try await server.client().deploy(Self.files)
            try await body(server, try await server.adminToken())
        }
    }

    private func file(_ query: String, from server: ServerFixture, token: String) async throws -> Data {
        let request = HTTPClientRequest(url: "\(server.url)/v0/sql?q=\(self.escaped(query))&token=\(token)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return Data(try await response.body.collect(upTo: 64 << 20).readableBytesView)
    }

    private func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    private func append(_ file: Data, to server: ServerFixture, token: String) async throws -> ServerFixture.Answer {
        try await server.request("POST", "/v1/datasources/visits/append?format=parquet", token: token, body: file)
    }

    private func rows(_ sql: String, _ server: ServerFixture, _ token: String) async throws -> [[String: Any]] {
        try await server.post("/v0/sql", token: token, body: "\(sql) FORMAT JSON").rows()
    }

    @Test func `a file's rows are appended, more than one slice of them, with their types`() async throws {
        try await self.withVisits { server, token in
            let answer = try await self.append(
                try await self.file(Self.query(100_000), from: server, token: token), to: server, token: token)
            #expect(answer.status == 202, "\(answer.body)")
            let count = try await self.rows("SELECT count() AS n, uniqExact(id) AS u, max(id) AS m FROM visits", server, token).first
            #expect(count?["n"] as? Int == 100_000)
            #expect(count?["u"] as? Int == 100_000)
            #expect(count?["m"] as? Int == 99_999)
            let row = try await self.rows("SELECT * FROM visits WHERE id = 7", server, token).first
            #expect(row?["city"] as? String == "c7")
            #expect(row?["at"] as? String == "2026-01-02 03:04:05.678")
            #expect(row?["tags"] as? [String] == ["a", "b"])
            #expect(row?["price"] as? Double == 1.25)
            #expect(row?["note"] is NSNull)
            #expect(row?["source"] as? String == "web")
        }
    }

    @Test func `values that do not fit are put aside, one by one`() async throws {
        try await self.withVisits { server, token in
            let file = try await self.file(Self.query(10, id: "toInt64(number) - 3"), from: server, token: token)
            let answer = try await self.append(file, to: server, token: token)
            #expect(try answer.json()["quarantine_rows"] as? Int == 3, "\(answer.body)")
            let rows = try await self.rows("SELECT id, c__error_column AS columns FROM visits_quarantine ORDER BY id", server, token)
            #expect(rows.map { $0["id"] as? String } == ["-1", "-2", "-3"])
            #expect(rows.first?["columns"] as? [String] == ["id"])
        }
    }

    @Test func `a file at a URL replaces all rows`() async throws {
        try await self.withVisits { server, token in
            _ = try await self.append(try await self.file(Self.query(5), from: server, token: token), to: server, token: token)
            let url = self.escaped("\(server.url)/v0/sql?q=\(self.escaped(Self.query(2)))&token=\(token)")
            let answer = try await server.post(
                "/v0/datasources?mode=replace&name=visits&format=parquet&url=\(url)", token: token, body: "")
            let id = try #require(try answer.json()["id"] as? String)
            try await eventually("the job is done") {
                try await server.get("/v0/jobs/\(id)", token: token).json()["status"] as? String == "done"
            }
            #expect(try await self.rows("SELECT count() AS n FROM visits", server, token).first?["n"] as? Int == 2)
        }
    }

    @Test func `what is no such file, or has no such columns, is refused in words`() async throws {
        try await self.withVisits { server, token in
            let other = try await self.file("SELECT 1 AS a, 2 AS b FORMAT Parquet", from: server, token: token)
            let partial = try await self.file("SELECT 1 AS id FORMAT Parquet", from: server, token: token)
            let errors = [
                (Data("id\n1\n".utf8), "the file is no Parquet file"), (Data(other.dropLast(3)), "the file is no Parquet file"),
                (
                    Data("PAR1".utf8) + Data(repeating: 7, count: 99) + Data([90, 0, 0, 0]) + Data("PAR1".utf8),
                    "the database cannot read the Parquet file"
                ),
                (other, "no column of the Parquet file belongs to data source \"visits\"; the file has \"a\", \"b\""),
                (partial, "the Parquet file has no \"city\", \"at\", \"tags\", \"price\", which have neither"),
            ]
            for (file, error) in errors {
                let answer = try await self.append(file, to: server, token: token)
                #expect(answer.status == 400)
                #expect(answer.error?.hasPrefix(error) == true, "\(answer.body)")
            }
            #expect(try await self.rows("SELECT count() AS n FROM visits", server, token).first?["n"] as? Int == 0)
        }
    }
}
