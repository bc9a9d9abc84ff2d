// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// A client of a live endpoint that notes what it is sent, as a browser's `EventSource` reads it.
final class EventStream: Sendable {
    struct Event: Sendable, Hashable {
        var id: String?
        var name = "message"
        var data = ""

        /// The rows of an answer.
        var rows: [[String: Any]] {
            let json = try? JSONSerialization.jsonObject(with: Data(self.data.utf8)) as? [String: Any]
            return json?["data"] as? [[String: Any]] ?? []
        }
    }

    let status: Int
    let headers: [String: String]
    private let state = Mutex((events: [Event](), isOver: false))
    private let reader = Mutex<Task<Void, Never>?>(nil)

    /// Opens a stream; it is read until the object goes, or the server ends it.
    init(_ server: ServerFixture, _ path: String, token: String, headers: [String: String] = [:]) async throws {
        var request = HTTPClientRequest(url: server.url + path + (path.contains("?") ? "&" : "?") + "token=\(token)")
        request.headers.add(name: "Accept", value: "text/event-stream")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .hours(1))
        self.status = Int(response.status.code)
        self.headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        let body = response.body
        self.reader.withLock { reader in
            reader = Task { [weak self] in
                var rest = ""
                do {
                    for try await piece in body {
                        rest += String(buffer: piece)
                        while let end = rest.firstRange(of: "\n\n") {
                            self?.note(rest[..<end.lowerBound])
                            rest = String(rest[end.upperBound...])
                        }
                    }
                } catch {
                    // It has ended, if not as it should; the test sees no more events.
                }
                self?.state.withLock { $0.isOver = true }
            }
        }
    }

    deinit { self.close() }

    /// Leaves, as a browser does whose page is closed.
    func close() { self.reader.withLock { $0?.cancel() } }

    private func note(_ block: Substring) {
        var event = Event()
        for line in block.split(separator: "\n") {
            if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { event.data += line.dropFirst(6) }
        }
        guard !event.data.isEmpty else { return }
        self.state.withLock { $0.events.append(event) }
    }

    var events: [Event] { self.state.withLock { $0.events } }
    var isOver: Bool { self.state.withLock { $0.isOver } }

    /// The values of a column in the first row of each event.
    func values(_ column: String) -> [Int] { self.events.compactMap { $0.rows.first?[column] as? Int } }

    /// Waits for as many events.
    func events(_ count: Int) async throws -> [Event] {
        try await eventually("\(count) events came (\(self.events))") { self.events.count >= count }
        return self.events
    }
}
