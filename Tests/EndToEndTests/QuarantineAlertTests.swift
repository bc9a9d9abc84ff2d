// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import HTTPTypes
import Hummingbird
import MartletClient
import NIOCore
import Synchronization
import Testing

/// Operators hear of rows in quarantine without asking.
@Suite struct QuarantineAlertTests {
    private struct Alert: Decodable {
        struct Subject: Decodable { let id, name: String }
        struct Reason: Decodable, Hashable {
            let column, reason: String
            let rows: Int
        }

        let type, text: String
        let workspace, datasource: Subject
        let rows: Int
        let reasons: [Reason]
    }

    /// Refuses the first request, as a receiver does that has just been started.
    private final class Receiver: Sendable {
        private let bodies = Mutex<[String]>([])

        func receive(_ request: Request) async throws -> Response {
            let body = String(buffer: try await request.body.collect(upTo: 1 << 20))
            let number = self.bodies.withLock { bodies in
                bodies.append(request.uri.path == "/hooks/secret" ? body : "")
                return bodies.count
            }
            return Response(status: number == 1 ? .serviceUnavailable : .ok)
        }

        var all: [String] { self.bodies.withLock { $0 } }
        func alerts() throws -> [Alert] { try self.all.map { try JSONDecoder().decode(Alert.self, from: Data($0.utf8)) } }
    }

    @Test func `an alert says how many rows and why, but not what is in them`() async throws {
        let receiver = Receiver()
        try await withLocalServer({ try await receiver.receive($0) }) { url in
            try await withEvents(arguments: ["--alert-url", "\(url)/hooks/secret", "--alert-interval", "2"]) { server, _ in
                let client = try await server.client()
                let start = ContinuousClock.now
                try await client.append("{\"n\":1}\n{\"n\":\"ada@example.com\"}\n{\"n\":\"bob\"}\n{}\nno row\n", to: "events")
                // The first attempt was refused, the second has the same.
                try await eventually("the alert has come again") { receiver.all.count == 2 }
                let first = try receiver.alerts()
                #expect(receiver.all[0] == receiver.all[1])
                #expect(first[1].type == "quarantine" && first[1].rows == 4)
                #expect(first[1].datasource.name == "events" && first[1].datasource.id.hasPrefix("t_"))
                #expect(try await client.workspace().name == first[1].workspace.name)
                #expect(
                    first[1].reasons == [
                        Alert.Reason(column: "n", reason: "value on column 'n' is not UInt64", rows: 2),
                        Alert.Reason(column: "", reason: "invalid JSON", rows: 1),
                        Alert.Reason(column: "n", reason: "missing required field 'n'", rows: 1),
                    ])
                #expect(first[1].text.hasPrefix("4 rows of events are in quarantine (workspace "))

                // What comes meanwhile is told together, when it is time; files count too.
                for _ in 0..<3 { try await client.append("{\"n\":-1}\n", to: "events") }
                _ = try await client.append(ByteBuffer(string: "n\nx\n7\n"), as: .csv, to: "events")
                try await eventually("the next alert has come") { receiver.all.count == 3 }
                #expect(ContinuousClock.now - start > .seconds(2))
                #expect(try receiver.alerts()[2].rows == 4)
                #expect(receiver.all.allSatisfy { !$0.contains("ada@") && !$0.contains("bob") })

                // Good rows are nothing to tell of.
                try await client.append("{\"n\":2}\n", to: "events")
                #expect(receiver.all.count == 3)
                let log = server.program.errorText
                #expect(log.contains("rows went into quarantine") && log.contains("an alert was sent"))
                #expect(!log.contains("secret") && !log.contains("ada@"))
            }
        }
    }

    @Test func `the log tells of alerts that did not arrive, and of rows that the server has no time to tell of`() async throws {
        try await withLocalServer({ _ in Response(status: .forbidden) }) { url in
            var stopped: ServerFixture?
            try await withEvents(arguments: ["--alert-url", "\(url)/hooks/secret", "--alert-interval", "300"]) { server, _ in
                stopped = server
                let client = try await server.client()
                try await client.append("{}\n", to: "events")
                try await eventually("the alert is refused") { server.program.errorText.contains("an alert did not arrive") }
                for _ in 0..<3 { try await client.append("{}\n", to: "events") }
            }
            let program = try #require(stopped).program
            try await eventually("the last rows are told of") { program.errorText.contains("the server stops before an alert is due") }
            let log = program.errorText
            #expect(log.contains("the receiver answered with status 403"))
            #expect(
                log.split(separator: "\n").contains { $0.contains("rows=3 ") && $0.contains("the server stops before an alert is due") })
            #expect(!log.contains("secret"))
        }
    }
}
