// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Synchronization

/// What lies between a client and a server: of five requests it lets two through, refuses one, loses one, and loses the answer of one.
final class BadNetwork: Sendable {
    private struct Lost: Error {}

    private let server: String
    private let count = Mutex(0)

    /// Requests that the server has carried out, while the client saw no answer.
    let lostAnswers = Atomic(0)

    init(before server: ServerFixture) { self.server = server.url }

    func pass(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 16 << 20)
        let number = self.count.withLock { count in
            count += 1
            return count
        }
        switch number % 5 {
        case 1:
            return Response(
                status: .serviceUnavailable, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: "{}")))
        case 2: return Self.lost
        case 3:
            _ = try await self.forward(request, body)
            self.lostAnswers.add(1, ordering: .relaxed)
            return Self.lost
        default: return try await self.forward(request, body)
        }
    }

    private static var lost: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "{"))
                throw Lost()
            })
    }

    private func forward(_ request: Request, _ body: ByteBuffer) async throws -> Response {
        var forwarded = HTTPClientRequest(url: self.server + request.uri.string)
        forwarded.method = .init(rawValue: request.method.rawValue)
        for field in request.headers where field.name != .contentLength && field.name != .transferEncoding {
            forwarded.headers.add(name: field.name.canonicalName, value: field.value)
        }
        if body.readableBytes > 0 { forwarded.body = .bytes(body) }
        let answer = try await HTTPClient.shared.execute(forwarded, timeout: .seconds(60))
        let bytes = try await answer.body.collect(upTo: 16 << 20)
        return Response(
            status: .init(code: Int(answer.status.code)), headers: [.contentType: "application/json"], body: .init(byteBuffer: bytes))
    }
}
