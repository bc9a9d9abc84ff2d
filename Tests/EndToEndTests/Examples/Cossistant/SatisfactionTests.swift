// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The satisfaction index of Cossistant: events here, ratings and moods in a PostgreSQL of the test's own.
@Suite struct SatisfactionTests {
    private static let day = 86_400

    /// The two tables of the application's database, as far as they matter, and a user who may read them.
    private static let tables = """
        CREATE TYPE conversation_sentiment AS ENUM ('positive', 'negative', 'neutral');
        CREATE TABLE feedback (
            id bigserial PRIMARY KEY, website_id varchar(26) NOT NULL, rating integer NOT NULL, comment text,
            created_at timestamp NOT NULL, deleted_at timestamp
        );
        CREATE TABLE conversation (
            id bigserial PRIMARY KEY, website_id varchar(26) NOT NULL, sentiment conversation_sentiment, title text,
            created_at timestamptz NOT NULL, deleted_at timestamptz
        );
        CREATE ROLE martlet LOGIN PASSWORD 'it''s \\ "secret" ñ';
        ALTER ROLE martlet SET timezone = 'UTC';
        GRANT SELECT ON feedback, conversation TO martlet;
        """
    private static let password = #"it's \ "secret" ñ"#

    /// Ratings and moods of two websites, deleted, impossible, old and future ones among them.
    private static func voices(around now: Int) -> [Voice] {
        var voices: [Voice] = []
        for website in ["site_1", "site_2"] {
            for (index, age) in [0, 1, 3, 6, 8, 10, 13, 20, 22, 40, 400].enumerated() {
                let time = now - age * self.day - 60
                voices += [
                    Voice(time: time, website: website, rating: website == "site_1" ? 1 + index % 5 : 5),
                    Voice(time: time, website: website, rating: 1, isDeleted: true),
                    Voice(time: time, website: website, sentiment: ["positive", "neutral", "negative"][(index + website.count) % 3]),
                    Voice(time: time, website: website, sentiment: "negative", isDeleted: true),
                ]
            }
            voices += [0, 6, -1].map { Voice(time: now - self.day, website: website, rating: $0) }
            voices += [Voice(time: now - self.day, website: website), Voice(time: now + 3600, website: website, rating: 1)]
        }
        // Only ratings, only a mood.
        return voices + [
            Voice(time: now - self.day, website: "site_3", rating: 4), Voice(time: now - self.day, website: "site_4", sentiment: "neutral"),
        ]
    }

    /// The statements that store them.
    private static func inserts(of voices: [Voice]) -> String {
        let rows = voices.map { voice in
            let deleted = voice.isDeleted ? "now()" : "NULL"
            guard voice.rating == nil else {
                return "INSERT INTO feedback (website_id, rating, created_at, deleted_at) "
                    + "VALUES ('\(voice.website)', \(voice.rating ?? 0), '\(voice.time.dateTime)', \(deleted));"
            }
            let sentiment = voice.sentiment.map { "'\($0)'" } ?? "NULL"
            return "INSERT INTO conversation (website_id, sentiment, title, created_at, deleted_at) "
                + "VALUES ('\(voice.website)', \(sentiment), '東京', '\(voice.time.dateTime)+00', \(deleted));"
        }
        return rows.joined(separator: "\n")
    }

    private static func events(around now: Int) -> [ConversationEvent] {
        [0, 2, 5, 9, 12, 25, 300].enumerated().flatMap { index, age in
            let time = now - age * self.day - 90
            let event = { (type: String, duration: Float) in
                ConversationEvent(timestamp: time, website: "site_1", type: type, conversation: "c\(index)", duration: duration)
            }
            let start = [event("conversation_started", 0), event("first_response", Float(100 * index * index))]
            return index % 2 == 0 ? start + [event("conversation_resolved", 5)] : start
        }
    }

    @Test func `the satisfaction index joins events with ratings and moods from PostgreSQL`() async throws {
        try await PostgreSQLServer.with { database in
            try await CossistantScene.with(arguments: ["--allow-import-from", database.address]) { scene in
                let now = Int(Date().timeIntervalSince1970)
                let model = CossistantModel(conversationEvents: Self.events(around: now), voices: Self.voices(around: now), now: now)
                try await scene.sendEvent("conversation_metrics", model.conversationEvents.map(\.row))
                try await database.run(Self.tables + Self.inserts(of: model.voices))

                let path = "/v0/pipes/satisfaction_index.json?website_id=site_1"
                let unset = try await scene.server.get(path, token: scene.read)
                #expect(unset.status == 400)
                #expect(unset.error?.contains("must be secrets that are set") == true, "\(unset.body)")

                let secrets = ["address": database.address, "database": "app", "user": "martlet", "password": Self.password]
                for (name, value) in secrets { try await scene.setSecret("cossistant_pg_\(name)", value) }
                for call in Self.calls(around: now) {
                    try await scene.expect("satisfaction_index", call, at: now, model.satisfactionIndex(call))
                }
                try await self.checkIsolation(scene)
                try await self.checkFreshness(scene, database)
                try await self.checkFailures(scene, database, path: path)
            }
        }
    }

    private static func calls(around now: Int) -> [CossistantModel.Call] {
        ["site_1", "site_2", "site_3", "site_4", "site_5"].flatMap { website in
            [
                CossistantModel.Call(website: website), CossistantModel.Call(website: website, plan: "paid", from: now - 30 * self.day),
                CossistantModel.Call(website: website, plan: "free", from: now - 30 * self.day),
                CossistantModel.Call(website: website, plan: "paid", from: 1_000_000_000),
            ]
        }
    }

    /// The name of a website becomes part of what the database is asked: whatever it is, it is only ever a name.
    private func checkIsolation(_ scene: CossistantScene) async throws {
        for website in [
            "site_1' OR '1'='1", "site_5' OR website_id = 'site_2", "\\' OR 1=1 --", "site_1\\", "' OR ''='", "$$ OR 1=1 --", "site_%", "",
            "site_1; SELECT 1", "{{tb_secret('cossistant_pg_password')}}", "東京'", "site_1\u{0}",
        ] {
            let rows = try await scene.queryPipe("satisfaction_index", ["website_id": website, "plan": "paid"])
            #expect(rows.count == 2 && rows.allSatisfy { $0["rating_score"] is NSNull && $0["sentiment_score"] is NSNull }, "\(website)")
        }
        let token = try await scene.webToken(website: "site_3", plan: "free", pipes: ["satisfaction_index"])
        for website in ["site_2", "site_3' OR '1'='1"] {
            let rows = try await scene.queryPipe("satisfaction_index", ["website_id": website], token: token)
            #expect(rows.first?["rating_score"] as? Double == 75 && rows.first?["sentiment_score"] is NSNull, "\(website)")
        }
    }

    /// What is written there is read by the next call.
    private func checkFreshness(_ scene: CossistantScene, _ database: PostgreSQLServer) async throws {
        let score = {
            try await scene.queryPipe("satisfaction_index", ["website_id": "site_3"]).first?["rating_score"] as? Double
        }
        #expect(try await score() == 75)
        try await database.run("UPDATE feedback SET rating = 2 WHERE website_id = 'site_3'")
        #expect(try await score() == 25)
    }

    /// What goes wrong is said without saying what is secret.
    private func checkFailures(_ scene: CossistantScene, _ database: PostgreSQLServer, path: String) async throws {
        let unreachable = "postgresql(): the address in secret cossistant_pg_address cannot be reached, or refuses the user and password"
        try await scene.setSecret("cossistant_pg_password", "wrong 7f3a")
        let refused = try await scene.server.get(path, token: scene.read)
        #expect(refused.status == 503)
        #expect(refused.error == unreachable)

        try await scene.setSecret("cossistant_pg_password", Self.password)
        try await scene.setSecret("cossistant_pg_address", "localhost:1")
        let forbidden = try await scene.server.get(path, token: scene.read)
        #expect(forbidden.status == 403)
        #expect(forbidden.error?.hasPrefix("postgresql(): the address in secret cossistant_pg_address is not public") == true)

        try await scene.setSecret("cossistant_pg_address", database.address)
        try await database.run("REVOKE SELECT ON feedback FROM martlet")
        let denied = try await scene.server.get(path, token: scene.read)
        #expect(denied.status == 400)
        #expect(
            denied.error
                == "postgresql(): the address in secret cossistant_pg_address could not answer; the server's log of level debug says why"
        )

        try await database.stop()
        let away = try await scene.server.get(path, token: scene.read)
        #expect(away.status == 503)
        #expect(away.error == unreachable)
        #expect(try await scene.queryPipe("inbox_analytics", ["website_id": "site_1"]).count == 2)
        // Whether the database is there is nothing to a deployment.
        let changed = try projectFiles(CossistantScene.project).map { file in
            DeploymentFile(path: file.path, text: file.text.replacing("One number from", with: "A number from"))
        }
        #expect(try await scene.server.client().deploy(changed).deployment.isLive)

        try await eventually("the failures are recorded") {
            let query = "SELECT%20error%20FROM%20tinybird.endpoint_errors%20WHERE%20pipe_name%20=%20'satisfaction_index'"
            let rows = try await scene.server.get("/v0/sql?q=\(query)", token: scene.admin)
            let errors = try rows.rows().compactMap { $0["error"] as? String }
            #expect(!rows.body.contains("7f3a") && !rows.body.contains(database.address))
            return errors.contains(unreachable)
        }
        let log = scene.server.program.errorText + scene.server.program.outputText
        #expect(!log.contains("7f3a") && !log.contains(Self.password))
    }
}
