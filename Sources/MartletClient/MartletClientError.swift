// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// Why a call failed, in the server's words where it gave some.
public struct MartletClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The HTTP status; nil when there was no answer at all.
    public let status: Int?
    /// What went wrong, for a person.
    public let message: String
    /// The findings of a refused deployment, one per mistake.
    public let findings: [String]
    /// The same with their places.
    public let mistakes: [ProjectMistake]

    init(status: Int?, message: String, findings: [String] = [], mistakes: [ProjectMistake] = []) {
        self.status = status
        self.message = message
        self.findings = findings
        self.mistakes = mistakes
    }

    /// Reads the error shape of the API; any other body is quoted.
    init(status: Int, body: ByteBuffer) {
        struct Finding: Decodable { let error: String }
        struct ErrorBody: Decodable {
            let error: String
            let errors: [Finding]?
        }
        let read = try? JSONDecoder().decode(ErrorBody.self, from: Data(body.readableBytesView))
        self.init(
            status: status, message: read?.error ?? "status \(status): \(String(buffer: body).prefix(200))",
            findings: read?.errors?.map(\.error) ?? [],
            mistakes: (try? JSONDecoder().decode(ProjectMistake.List.self, from: Data(body.readableBytesView)))?.errors ?? [])
    }

    /// The message.
    public var description: String { self.message }
}
