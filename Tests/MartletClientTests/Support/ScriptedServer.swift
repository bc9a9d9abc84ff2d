// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import HTTPTypes
import Hummingbird
import Logging
import MartletClient
import NIOCore
import Synchronization

/// A request as a server receives it.
struct ReceivedRequest: Sendable {
    let method: String
    /// With its query.
    let path: String
    let headers: [String: String]
    /// Decompressed.
    let body: String

    var lines: [Substring] { self.body.split(separator: "\n") }
}

/// What a server answers.
struct ScriptedAnswer: Sendable {
    var status = 200
    var headers: [String: String] = ["Content-Type": "application/json"]
    var body = ""
    /// What becomes of the connection behind the body.
    var end = End.regular

    enum End: Sendable {
        case regular
        /// It is cut before the body is complete.
        case cut
        /// It stays open, and nothing comes any more.
        case silence
    }

    static func json(_ body: String, status: Int = 200) -> ScriptedAnswer { ScriptedAnswer(status: status, body: body) }

    static func receipt(_ rows: Int, quarantined: Int = 0) -> ScriptedAnswer {
        .json(#"{"successful_rows":\#(rows),"quarantined_rows":\#(quarantined)}"#, status: 202)
    }

    static func error(_ status: Int, _ message: String = "not now", headers: [String: String] = [:]) -> ScriptedAnswer {
        ScriptedAnswer(
            status: status, headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
            body: #"{"error":"\#(message)"}"#)
    }

    static func stream(_ body: String, end: End = .regular) -> ScriptedAnswer {
        ScriptedAnswer(headers: ["Content-Type": "text/event-stream"], body: body, end: end)
    }
}

/// A server that notes what it is asked, and answers what a test wants.
final class ScriptedServer: Sendable {
    /// - Parameter number: Which request it is, from 1.
    typealias Script = @Sendable (_ request: ReceivedRequest, _ number: Int) -> ScriptedAnswer

    private struct Cut: Error {}

    private let script: Script
    private let received = Mutex<[ReceivedRequest]>([])

    init(_ script: @escaping Script) { self.script = script }

    var requests: [ReceivedRequest] { self.received.withLock { $0 } }

    func answer(_ request: Request) async throws -> Response {
        let bytes = Array(buffer: try await request.body.collect(upTo: 16 << 20))
        let body =
            switch request.headers[.contentEncoding] {
            case "gzip": try Gzip.decompress(bytes, limit: 16 << 20)
            case "zstd": try ZstdDecompressor(limit: 16 << 20).decompress(bytes)
            default: bytes
            }
        let note = ReceivedRequest(
            method: request.method.rawValue, path: request.uri.string,
            headers: Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first },
            body: String(decoding: body, as: UTF8.self))
        let number = self.received.withLock { received in
            received.append(note)
            return received.count
        }
        return self.response(self.script(note, number))
    }

    private func response(_ answer: ScriptedAnswer) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers { if let name = HTTPField.Name(name) { headers[name] = value } }
        let body: ResponseBody =
            switch answer.end {
            case .regular: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
            case .cut, .silence:
                ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: answer.body))
                    if case .silence = answer.end { try await Task.sleep(for: .seconds(3600)) }
                    throw Cut()
                }
            }
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }
}

/// Runs `body` with a server that answers as `script` says, and a client whose pauses are short.
func withScript(
    _ script: @escaping ScriptedServer.Script, _ body: (MartletClient, ScriptedServer) async throws -> Void
) async throws {
    let server = ScriptedServer(script)
    let (running, start) = AsyncStream<Int>.makeStream()
    let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in try await server.answer(request) }
    let application = Application(
        responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { start.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "script") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        defer { group.cancelAll() }
        for await port in running {
            var retries = RetryPolicy()
            (retries.attempts, retries.firstCeiling) = (4, .milliseconds(2))
            try await body(MartletClient(url: "http://127.0.0.1:\(port)", token: "p.secret", retries: retries), server)
            return
        }
    }
}
