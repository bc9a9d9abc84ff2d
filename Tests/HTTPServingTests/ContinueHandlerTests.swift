// Part of Martlet. Apache License 2.0; see LICENSE.

import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct ContinueHandlerTests {
    private func answers(to headers: HTTPFields) throws -> [Int] {
        let channel = EmbeddedChannel(handler: ContinueHandler())
        let head = HTTPRequest(method: .post, scheme: "http", authority: "x", path: "/", headerFields: headers)
        try channel.writeInbound(HTTPRequestPart.head(head))
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == .head(head))
        var statuses: [Int] = []
        while case .head(let response) = try channel.readOutbound(as: HTTPResponsePart.self) { statuses.append(response.status.code) }
        return statuses
    }

    @Test func `a client that asks is told to go ahead`() throws {
        #expect(try self.answers(to: [.expect: "100-Continue"]) == [100])
    }

    @Test func `a client that does not ask is told nothing`() throws {
        #expect(try self.answers(to: [:]).isEmpty)
    }
}
