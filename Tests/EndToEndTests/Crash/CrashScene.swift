// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Synchronization

/// A server that is killed and started again, while clients keep sending to whatever server there is.
final class CrashScene: Sendable {
    /// A table, a view over it, and a view over that one's table.
    ///
    /// Each deployment adds a column to the table, and makes the first view, with its table, anew.
    private static func files(ofDeployment number: Int) -> [DeploymentFile] {
        let columns =
            ["`id` UInt64 `json:$.id`", "`ts` DateTime `json:$.ts`", "`value` Int64 `json:$.value`"]
            + (0..<number).map { "`more_\($0)` String `json:$.more` DEFAULT ''" }
        let events = DeploymentFile(
            path: "events.datasource",
            text: """
                SCHEMA >
                    \(columns.joined(separator: ",\n    "))

                ENGINE MergeTree
                ENGINE_PARTITION_KEY toYYYYMM(ts)
                ENGINE_SORTING_KEY id
                """)
        let daily = DeploymentFile(
            path: "to_daily.pipe",
            text: """
                NODE n
                SQL >
                    SELECT toDate(ts) AS day, countState() AS events, sumState(value) AS total FROM events WHERE id + \(number) >= 0 GROUP BY day
                TYPE materialized
                DATASOURCE daily
                """)
        return [events, daily] + Self.fixedFiles
    }

    private static let fixedFiles = [
        DeploymentFile(path: "daily.datasource", text: CrashScene.target(of: "day", type: "Date")),
        DeploymentFile(path: "monthly.datasource", text: CrashScene.target(of: "month", type: "UInt32")),
        DeploymentFile(
            path: "to_monthly.pipe",
            text: """
                NODE n
                SQL >
                    SELECT toYYYYMM(day) AS month, countMergeState(events) AS events, sumMergeState(total) AS total FROM daily GROUP BY month
                TYPE materialized
                DATASOURCE monthly
                """),
    ]

    private static func target(of key: String, type: String) -> String {
        """
        SCHEMA >
            `\(key)` \(type),
            `events` AggregateFunction(count),
            `total` AggregateFunction(sum, Int64)

        ENGINE AggregatingMergeTree
        ENGINE_SORTING_KEY \(key)
        """
    }

    let folder: URL
    private let arguments: [String]
    /// A dead server is noticed at once, and not tried again behind the sender's back.
    static let httpClient: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(configuration: configuration)
    }()
    /// An administrator's client that does not wait for a dead server.
    static func client(of server: ServerFixture) async throws -> MartletClient {
        let tokens = try await MartletClient(url: server.url, token: "", httpClient: self.httpClient).localTokens()
        return MartletClient(url: server.url, token: tokens.admin, httpClient: self.httpClient)
    }

    private let current: Mutex<ServerFixture?>
    private let isOver = Mutex(false)

    convenience init() async throws { try await self.init(serving: Self.files(ofDeployment: 0)) }

    init(serving files: [DeploymentFile], arguments: [String] = []) async throws {
        self.folder = try ServerFixture.scratchFolder()
        self.arguments = arguments
        let server = try await ServerFixture.start(in: self.folder, arguments: arguments)
        _ = try await server.client().deploy(files)
        self.current = Mutex(server)
    }

    /// The server that runs now, as far as anybody knows.
    var server: ServerFixture? { self.current.withLock { $0 } }

    func restart(environment: [String: String] = [:]) async throws {
        self.current.withLock { $0 = nil }
        let server = try await ServerFixture.launch(in: self.folder, arguments: self.arguments, environment: environment)
        self.current.withLock { $0 = server }
    }

    func end() async throws {
        try await self.server?.stop()
        try FileManager.default.removeItem(at: self.folder)
    }

    /// Deploys one change after the other until told to stop, and returns how many went through. A killed server's are tried again.
    func deploy() async throws -> Int {
        var number = 0
        while !self.isOver.withLock({ $0 }) {
            try await Task.sleep(for: .milliseconds(500))
            guard let server = self.server else { continue }
            let outcome = try? await server.client().deploy(Self.files(ofDeployment: number + 1))
            if outcome != nil { number += 1 }
        }
        return number
    }

    // MARK: The client's side

    var isSending: Bool { !self.isOver.withLock { $0 } }

    func stopSending() { self.isOver.withLock { $0 = true } }

    /// Sends requests until told to stop; each again and again, under its own key, until it is acknowledged.
    ///
    /// - Parameter pause: How long a client waits between two requests.
    func send(as client: Int, seed: UInt64, to ledger: CrashLedger, token: String, pause: Duration = .zero) async throws {
        var random = SeededGenerator(seed: seed &+ UInt64(client))
        var number = 0
        while !self.isOver.withLock({ $0 }) {
            number += 1
            if pause > .zero { try await Task.sleep(for: pause) }
            let body = ledger.request(count: Int.random(in: 1...200, using: &random), badCount: Int.random(in: 0...3, using: &random) / 3)
            let path = "/v0/events?name=events" + (client.isMultiple(of: 2) ? "&wait=true" : "")
            let headers = ["Idempotency-Key": "\(seed)-\(client)-\(number)"]
            while true {
                if let server = self.server,
                    let answer = try? await server.post(path, token: token, body: body, headers: headers, by: Self.httpClient)
                {
                    if answer.status == 200 || answer.status == 202 {
                        ledger.acknowledge(isRepetition: answer.headers["idempotent-replayed"] != nil)
                        if answer.status == 200 { ledger.confirm(body) }
                        break
                    }
                    guard answer.status == 503 || answer.status == 429 else {
                        throw TimedOut(description: "a request was answered with \(answer.status): \(answer.body)")
                    }
                }
                ledger.retry()
                try await Task.sleep(for: .milliseconds(Int.random(in: 10...60, using: &random)))
            }
        }
    }
}
