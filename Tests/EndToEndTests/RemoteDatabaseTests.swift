// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Tables of a PostgreSQL of the test's own, read by pipes.
@Suite struct RemoteDatabaseTests {
    private static let secrets = "{{tb_secret('pg_user')}}, {{tb_secret('pg_password')}}"

    /// An endpoint that reads the table `prices` at an address.
    private static func pipe(_ name: String, at address: String, _ rest: String = secrets, type: String = "endpoint") -> DeploymentFile {
        .pipe(name, "%\n    SELECT * FROM postgresql(\(address), 'app', 'prices', \(rest))", type)
    }

    private static func withDatabase(_ body: (ServerFixture, PostgreSQLServer, String) async throws -> Void) async throws {
        try await PostgreSQLServer.with { database in
            try await database.run(
                """
                CREATE TABLE prices (id integer, name text, amount numeric(10, 2));
                INSERT INTO prices VALUES (1, 'ünë', 1.50), (2, '', NULL), (3, 'c''est "trois"', 300);
                CREATE SCHEMA shop;
                CREATE TABLE shop.prices AS SELECT 9 AS id;
                CREATE ROLE reader LOGIN PASSWORD 'pässw0rd';
                GRANT USAGE ON SCHEMA shop TO reader;
                GRANT SELECT ON prices, shop.prices TO reader;
                """)
            try await withServer(arguments: ["--allow-import-from", database.address]) { server in
                let admin = try await server.adminToken()
                for (name, value) in [("pg_user", "reader"), ("pg_password", "pässw0rd"), ("pg_address", database.address)] {
                    let body = "name=\(name)&value=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
                    let headers = ["Content-Type": "application/x-www-form-urlencoded"]
                    #expect(try await server.post("/v0/variables", token: admin, body: body, headers: headers).status == 200)
                }
                try await body(server, database, admin)
            }
        }
    }

    @Test func `a pipe reads a table of PostgreSQL, joins it and copies it, and a caller does not`() async throws {
        try await Self.withDatabase { server, database, admin in
            let address = "'\(database.address)'"
            let files = [
                DeploymentFile(
                    path: "sales.datasource",
                    text: "SCHEMA >\n    `price_id` Int32 `json:$.price_id`,\n    `n` UInt32 `json:$.n`\n\nENGINE_SORTING_KEY price_id\n"),
                DeploymentFile(
                    path: "kept.datasource",
                    text: "SCHEMA >\n    `id` Int32 `json:$.id`,\n    `name` String `json:$.name`\n\nENGINE_SORTING_KEY id\n"),
                Self.pipe("prices", at: address), Self.pipe("by_secret", at: "{{tb_secret('pg_address')}}"),
                Self.pipe("other_schema", at: address, "\(Self.secrets), 'shop'"),
                .pipe("revenue", "SELECT name, amount * n AS revenue FROM sales JOIN prices ON price_id = id ORDER BY name", "endpoint"),
                .pipe("keep", "SELECT assumeNotNull(id) AS id, assumeNotNull(name) AS name FROM prices", "copy\nTARGET_DATASOURCE kept"),
            ]
            _ = try await server.client().deploy(files)
            try await server.client().append("{\"price_id\":1,\"n\":4}\n{\"price_id\":3,\"n\":2}\n{\"price_id\":7,\"n\":1}\n", to: "sales")

            let rows = { (path: String) in
                let answer = try await server.get("/v0/pipes/\(path)", token: admin)
                #expect(answer.headers["x-martlet-cache"] == "bypass")
                return answer.body
            }
            let prices = #"""
                {"id":1,"name":"ünë","amount":1.5}
                {"id":2,"name":"","amount":null}
                {"id":3,"name":"c'est \"trois\"","amount":300}

                """#
            #expect(try await rows("prices.ndjson") == prices)
            #expect(try await rows("by_secret.ndjson") == prices)
            #expect(try await rows("other_schema.ndjson") == "{\"id\":9}\n")
            #expect(
                try await rows("revenue.ndjson")
                    == #"{"name":"c'est \"trois\"","revenue":600}"# + "\n" + #"{"name":"ünë","revenue":6}"# + "\n")
            #expect(try await server.run("/v0/pipes/keep/copy", token: admin)["status"] as? String == "done")
            #expect(try await server.line("SELECT groupArray(name) FROM kept", token: admin) == #""['ünë','','c\'est ""trois""']""#)
            #expect(try await server.line("SELECT sum(id) FROM prices", token: admin) == "6")

            let plan = try await server.get("/v0/pipes/prices/explain", token: admin)
            #expect(plan.status == 200 && plan.body.contains("{pg_password: String}"), "\(plan.body)")
            #expect(!plan.body.contains("pässw0rd") && !plan.body.contains(database.address))
            #expect(try await server.get("/v0/pipes/openapi.json", token: admin).status == 200)

            let call = "postgresql(\(address), 'app', 'prices', 'reader', 'x')"
            let queries = [
                "SELECT * FROM \(call)", "SELECT * FROM prices WHERE id IN (SELECT id FROM \(call))",
                "% SELECT * FROM postgresql(\(address), 'app', 'prices', \(Self.secrets))",
            ]
            for query in queries {
                let answer = try await server.post("/v0/sql", token: admin, body: query)
                #expect(
                    answer.status == 403 && answer.error == "the table function `postgresql` is not allowed", "\(query): \(answer.body)")
            }
            let over = "SELECT%20*%20FROM%20_,%20postgresql('a:1','b','c','d','e')"
            #expect(try await server.get("/v0/pipes/prices.json?q=\(over)", token: admin).status == 403)
        }
    }

    @Test func `where a call leads is the author's to say, and the password stays secret`() async throws {
        try await Self.withDatabase { server, database, admin in
            let address = "'\(database.address)'"
            let refused: [(file: DeploymentFile, reason: String)] = [
                (Self.pipe("p", at: "{{String(host, 'localhost:5432')}}"), "{{ }} in a call of postgresql() must be tb_secret()"),
                (Self.pipe("p", at: address, "'reader', 'pässw0rd'"), "the user and the password of postgresql() must be secrets"),
                (Self.pipe("p", at: address, "{{tb_secret('pg_user')}}, {{String(password, '')}}"), "must be tb_secret()"),
                (Self.pipe("p", at: "concat('127.0.0.1', ':5432')"), "neither a text nor a secret"),
                (Self.pipe("p", at: address, "{{tb_secret('pg_user')}}"), "postgresql() has 4 arguments"),
                (Self.pipe("p", at: address, "{{tb_secret('unheard_of')}}, {{tb_secret('pg_password')}}"), "'unheard_of'"),
                (Self.pipe("p", at: address, type: "materialized\nDATASOURCE kept"), "is materialized"),
            ]
            let kept = DeploymentFile(
                path: "kept.datasource", text: "SCHEMA >\n    `id` Int32 `json:$.id`\n\nENGINE_SORTING_KEY id\n")
            for (file, reason) in refused {
                let error = await #expect(throws: (any Error).self) { _ = try await server.client().deploy([kept, file]) }
                #expect(String(describing: error).contains(reason), "\(String(describing: error))")
            }
            // Through another pipe, too.
            let through = [
                kept,
                .pipe(
                    "remote", "% SELECT assumeNotNull(id) AS id FROM postgresql(\(address), 'app', 'prices', \(Self.secrets))", "endpoint"),
                .pipe("m", "SELECT kept.id FROM kept JOIN remote ON kept.id = remote.id", "materialized\nDATASOURCE kept"),
            ]
            let error = await #expect(throws: (any Error).self) { _ = try await server.client().deploy(through) }
            #expect(String(describing: error).contains("materialized"), "\(String(describing: error))")

            let places: [(address: String, status: Int, reason: String)] = [
                ("'127.0.0.1:1'", 403, "postgresql(): 127.0.0.1:1 is not public"), ("'127.0.0.2:5432'", 403, "is not public"),
                ("'10.0.0.1:5432'", 403, "is not public"), ("'[::1]:5432'", 403, "is not public"),
                ("'169.254.169.254:80'", 403, "is not public"),
                ("'/var/run/postgresql'", 400, "is not HOST:PORT"), ("'127.0.0.1,10.0.0.1:5432'", 400, "is not HOST:PORT"),
                ("'127.0.0.1:\(database.port)|10.0.0.1:5432'", 400, "is not HOST:PORT"), ("'127.0.0.1'", 400, "is not HOST:PORT"),
            ]
            _ = try await server.client().deploy(places.enumerated().map { Self.pipe("place_\($0)", at: $1.address) })
            for (index, place) in places.enumerated() {
                let answer = try await server.get("/v0/pipes/place_\(index).json", token: admin)
                #expect(answer.status == place.status && answer.error?.contains(place.reason) == true, "\(place): \(answer.body)")
            }
        }
    }

    @Test func `a query that PostgreSQL holds up ends when its time is over`() async throws {
        try await PostgreSQLServer.with { database in
            try await database.run(
                """
                CREATE VIEW prices AS SELECT 1 AS id, pg_sleep(60)::text AS slept;
                CREATE ROLE reader LOGIN PASSWORD 'p';
                GRANT SELECT ON prices TO reader;
                """)
            try await withServer(arguments: ["--allow-import-from", database.address, "--query-timeout", "1"]) { server in
                let admin = try await server.adminToken()
                for (name, value) in [("pg_user", "reader"), ("pg_password", "p")] {
                    _ = try await server.post("/v0/variables?name=\(name)&value=\(value)", token: admin, body: "")
                }
                _ = try await server.client().deploy([Self.pipe("slow", at: "'\(database.address)'")])
                let answer = try await server.get("/v0/pipes/slow.json", token: admin)
                #expect(answer.status == 408, "\(answer.body)")
            }
        }
    }
}
