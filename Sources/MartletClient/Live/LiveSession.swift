// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One reader's way through connections to a live endpoint.
struct LiveSession<Row: Decodable & Sendable> {
    private let client: MartletClient
    private let call: Call
    private let options: LiveOptions
    /// The name of the last answer: a server that knows it sends nothing until there is another one.
    private var lastEventID: String?
    /// What the last answer said, of a server that has no names for them.
    private var lastSaid: JSONValue?
    /// Connections that failed since the last that did not.
    private var failures = 0
    /// Before a connection is opened again that the server has ended: what it asks for.
    private static var reconnectionPause: Duration { .seconds(1) }

    init(client: MartletClient, call: Call, options: LiveOptions) {
        var call = call
        call.headers.append(("Accept", "text/event-stream, application/json;q=0.9"))
        self.client = client
        self.call = call
        self.options = options
    }

    /// Hands on answers until the task is cancelled or the server refuses for good.
    mutating func run(_ yield: @escaping @Sendable (PipeAnswer<Row>) -> Void) async throws {
        var generator = SystemRandomNumberGenerator()
        while true {
            try Task.checkCancellation()
            var pause = self.options.pollingInterval
            do {
                if try await self.connect(yield) { pause = Self.reconnectionPause * Double.random(in: 0.5...1, using: &generator) }
            } catch let error as MartletClientError {
                var retries = self.client.retries
                // To ask again does no harm.
                retries.repeatsUncertain = true
                guard retries.allows(error) else { throw error }
                self.failures += 1
                pause = retries.pause(after: error, attempt: self.failures, using: &generator)
            }
            try await Task.sleep(for: pause)
        }
    }

    /// True if the server has pushed answers, and the connection has ended; false if it was one answer.
    private mutating func connect(_ yield: @escaping @Sendable (PipeAnswer<Row>) -> Void) async throws -> Bool {
        var call = self.call
        if let lastEventID { call.headers.append(("Last-Event-ID", lastEventID)) }
        let response = try await self.client.open(call)
        self.failures = 0
        guard response.headers.first(name: "Content-Type")?.hasPrefix("text/event-stream") == true else {
            try self.take(try await self.client.body(of: response), yield)
            return false
        }
        try await self.read(response, yield)
        return true
    }

    /// Hands on a whole answer, if it says something else than the last.
    private mutating func take(_ body: ByteBuffer, _ yield: (PipeAnswer<Row>) -> Void) throws {
        let json = try self.client.decode(JSONValue.self, from: body, to: self.call)
        let said = JSONValue.list([json["meta"] ?? .null, json["data"] ?? .null])
        guard said != self.lastSaid else { return }
        yield(try self.client.answer(in: body, to: self.call))
        self.lastSaid = said
    }

    /// Reads what the server pushes, until the connection ends or is silent for too long.
    private mutating func read(_ response: HTTPClientResponse, _ yield: @escaping @Sendable (PipeAnswer<Row>) -> Void) async throws {
        let (client, call, silence) = (self.client, self.call, self.options.longestSilence)
        let place = StreamPlace(lastEventID: self.lastEventID)
        defer { self.lastEventID = place.lastEventID }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var parser = EventStreamParser()
                do {
                    for try await bytes in response.body {
                        place.noteBytes()
                        for event in try parser.push(bytes.readableBytesView) {
                            if event.name == "message" { yield(try client.answer(in: ByteBuffer(string: event.data), to: call)) }
                            place.note(event)
                        }
                    }
                } catch let error as MartletClientError {
                    throw error
                } catch {
                    try Task.checkCancellation()
                    throw MartletClientError(status: nil, message: "the stream of \(call.path) broke off (\(error))")
                }
            }
            group.addTask {
                while true {
                    let rest = place.lastRead + silence - .now
                    guard rest > .zero else {
                        throw MartletClientError(status: nil, message: "the stream of \(call.path) has fallen silent")
                    }
                    try await Task.sleep(for: rest)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// How far a stream was read, for whoever watches it.
private final class StreamPlace: Sendable {
    private let state: Mutex<(id: String?, lastRead: ContinuousClock.Instant)>

    init(lastEventID: String?) { self.state = Mutex((lastEventID, .now)) }

    var lastEventID: String? { self.state.withLock { $0.id } }
    var lastRead: ContinuousClock.Instant { self.state.withLock { $0.lastRead } }

    func noteBytes() { self.state.withLock { $0.lastRead = .now } }

    func note(_ event: StreamEvent) {
        if let id = event.id { self.state.withLock { $0.id = id } }
    }
}
