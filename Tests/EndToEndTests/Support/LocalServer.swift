// Part of Martlet. Apache License 2.0; see LICENSE.

import Hummingbird
import Logging

/// Runs `body` with a server on this machine that answers as a test wants, and its address.
func withLocalServer(
    _ respond: @escaping @Sendable (Request) async throws -> Response, _ body: @escaping @Sendable (String) async throws -> Void
) async throws {
    let (running, start) = AsyncStream<Int>.makeStream()
    let application = Application(
        responder: CallbackResponder { (request: Request, _: BasicRequestContext) in try await respond(request) },
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { start.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "local") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        defer { group.cancelAll() }
        for await port in running { return try await body("http://127.0.0.1:\(port)") }
    }
}
