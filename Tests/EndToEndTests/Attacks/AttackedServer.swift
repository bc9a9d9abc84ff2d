// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Attacks
import Foundation
import MartletClient
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A running server with something to be stolen: a file, another workspace, the rows of others, and a listener that nobody should
/// connect to.
final class AttackedServer: Sendable {
    let server: ServerFixture
    let names: [String: String]
    private let administrator: String
    private let attacker: String
    private let listener: any Channel
    private let connectionCount: Counter
    private let file: URL

    private static let fileText = "\(AttackScene.canary)-FILE\n"

    /// Counts what a listener sees.
    private final class Counter: Sendable { let value = Atomic(0) }

    init(on server: ServerFixture) async throws {
        let counter = Counter()
        self.listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).childChannelInitializer { channel in
            counter.value.add(1, ordering: .relaxed)
            return channel.close()
        }.bind(host: "127.0.0.1", port: 0).get()
        self.connectionCount = counter
        self.server = server
        self.administrator = try await server.adminToken()
        self.file = server.folder.appending(path: "canary.txt")
        try Data(Self.fileText.utf8).write(to: self.file)
        try await Self.fill(server)
        let other = try await Self.makeOtherWorkspace(on: server)
        let own = try await server.table(of: "events").split(separator: ".").map(String.init)
        let address = "127.0.0.1:\(self.listener.localAddress?.port ?? 0)"
        self.names = [
            "@file@": self.file.path, "@url@": "http://\(address)/", "@host@": address, "@database@": own[0], "@table@": own[1],
            "@other_database@": other[0], "@other_table@": other[1],
        ]
        let scopes = AttackScene.scopes.map { "scope=\(Self.escaped($0))" }.joined(separator: "&")
        let made = try await server.post(
            "/v0/tokens", token: self.administrator, body: "name=attacker&\(scopes)", headers: Self.form)
        self.attacker = try #require(try made.json()["token"] as? String, "\(made.body)")
    }

    private static let form = ["Content-Type": "application/x-www-form-urlencoded"]

    private static func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    private static func fill(_ server: ServerFixture) async throws {
        let client = try await server.client()
        _ = try await client.deploy(AttackScene.files.map { DeploymentFile(path: $0.path, text: $0.text) })
        let rows = (0..<60).map { number in
            number % 2 == 0
                ? #"{"id":\#(number),"org":"acme","note":"open-\#(number)"}"#
                : #"{"id":\#(number),"org":"globex","note":"\#(AttackScene.canary)-ROW-\#(number)"}"#
        }.joined(separator: "\n")
        for dataSource in ["events", "latest"] { _ = try await client.append(rows, to: dataSource) }
        _ = try await client.append(#"{"x":"\#(AttackScene.canary)-SECRET"}"#, to: "secret")
    }

    /// Makes a second workspace with a table; returns the names of its database and table.
    private static func makeOtherWorkspace(on server: ServerFixture) async throws -> [String] {
        let user = try await MartletClient(url: server.url, token: "", httpClient: .shared).localTokens().user
        let workspace = try await MartletClient(url: server.url, token: user, httpClient: .shared).createWorkspace(named: "other")
        let client = MartletClient(url: server.url, token: workspace.token, httpClient: .shared)
        _ = try await client.deploy([
            DeploymentFile(path: "plans.datasource", text: "SCHEMA >\n    `plan` String `json:$.plan`\n\nENGINE_SORTING_KEY plan\n")
        ])
        _ = try await client.append(#"{"plan":"\#(AttackScene.canary)-PLAN"}"#, to: "plans")
        return try await server.table(of: "plans").split(separator: ".").map(String.init)
    }

    func text(_ text: String) -> String { self.names.reduce(text) { $0.replacing($1.key, with: $1.value) } }

    func send(_ text: String, to door: Attack.Door) async throws -> ServerFixture.Answer {
        let text = Self.escaped(text)
        let (path, token, body) =
            switch door {
            case .sql: ("/v0/sql", self.attacker, "q=\(text)")
            case .pipeline: ("/v0/sql", self.attacker, "pipeline=mine&q=\(text)")
            case .q: ("/v0/pipes/mine.json", self.attacker, "q=\(text)")
            case .parameter(let name): ("/v0/pipes/params.json", self.attacker, "\(name)=\(text)")
            case .condition: ("/v0/datasources/events/delete", self.administrator, "dry_run=true&delete_condition=\(text)")
            case .filter: ("/v0/tokens", self.administrator, "name=filtered&scope=\(Self.escaped("DATASOURCES:READ:events:"))\(text)")
            }
        return try await self.server.post(path, token: token, body: body, headers: Self.form)
    }

    /// What an administrator counts: all that is there to be stolen.
    func canaryCount() async throws -> Int {
        let query = "SELECT toUInt8(countIf(startsWith(note, '\(AttackScene.canary)'))) AS n FROM events UNION ALL SELECT 1 FROM secret"
        let rows = try await self.server.post("/v0/sql", token: self.administrator, body: "SELECT sum(n) AS n FROM (\(query)) FORMAT JSON")
        return try rows.rows().first?["n"] as? Int ?? 0
    }

    /// Whether something was changed or opened behind the answers.
    func checkUntouched() async throws {
        #expect(self.connectionCount.value.load(ordering: .relaxed) == 0, "something connected to the listener")
        #expect(try String(contentsOf: self.file, encoding: .utf8) == Self.fileText)
        #expect(try await self.canaryCount() == 31)
        try await self.listener.close()
    }
}
