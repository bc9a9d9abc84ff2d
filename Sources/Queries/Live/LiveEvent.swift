// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import MartletCore
package import NIOCore

/// What a subscriber of a live endpoint is sent, in the format of server-sent events.
package enum LiveEvent: Sendable, Hashable {
    case answer(LiveAnswer)
    /// Why there is no answer now, in words for the caller.
    case failure(String)
    /// A comment that keeps the connection open where silence would end it, and finds out clients that are gone.
    case heartbeat

    /// What a stream begins with: how many milliseconds to wait before connecting again.
    package static let beginning = ByteBuffer(string: "retry: 1000\n\n")

    init(_ error: any Error) {
        self = .failure((error as? any ServiceError)?.message ?? "internal error")
    }

    /// Tells events apart: none is sent twice in a row. Nil for those that always may be.
    var identity: String? {
        switch self {
        case .answer(let answer): Self.identity(ofAnswer: answer.id)
        case .failure(let message): "error \(message)"
        case .heartbeat: nil
        }
    }

    static func identity(ofAnswer id: String) -> String { "answer \(id)" }

    package var bytes: ByteBuffer {
        switch self {
        case .answer(let answer): answer.event
        case .failure(let message):
            ByteBuffer(string: "event: error\ndata: \(Self.json(of: message))\n\n")
        case .heartbeat: ByteBuffer(string: ":\n\n")
        }
    }

    private static func json(of message: String) -> String {
        let text = try? JSONEncoder().encode(["error": message])
        return text.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
