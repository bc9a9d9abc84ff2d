// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// Why a call failed, in the server's words where it gave some.
public struct MartletClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The HTTP status; nil when there was no whole answer, or none that is understood.
    public let status: Int?
    /// What went wrong, for a person.
    public let message: String
    /// How long the server asks to wait before the request is sent again; nil where it does not say.
    public let retryAfter: Duration?
    /// The findings of a refused deployment, one per mistake.
    package let findings: [String]
    /// The same with their places.
    package let mistakes: [ProjectMistake]

    init(
        status: Int?, message: String, retryAfter: Duration? = nil, findings: [String] = [], mistakes: [ProjectMistake] = []
    ) {
        self.status = status
        self.message = message
        self.retryAfter = retryAfter
        self.findings = findings
        self.mistakes = mistakes
    }

    /// Reads the error shape of the API; any other body is quoted.
    init(status: Int, headers: HTTPHeaders, body: ByteBuffer) {
        struct Finding: Decodable { let error: String }
        struct ErrorBody: Decodable {
            let error: String
            let errors: [Finding]?
        }
        let data = Data(body.readableBytesView)
        let read = try? JSONDecoder().decode(ErrorBody.self, from: data)
        self.init(
            status: status, message: read?.error ?? "status \(status): \(String(buffer: body).prefix(200))",
            retryAfter: RetryAfter.duration(in: headers, now: Date()), findings: read?.errors?.map(\.error) ?? [],
            mistakes: (try? JSONDecoder().decode(ProjectMistake.List.self, from: data))?.errors ?? [])
    }

    /// The message.
    public var description: String { self.message }
}
