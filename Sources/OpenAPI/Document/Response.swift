// Part of Martlet. Apache License 2.0; see LICENSE.

/// An answer, or the name of one among the components of the document.
enum Response: Sendable {
    case inline(description: String, headers: [String: Header] = [:], content: [String: MediaType])
    case shared(String)

    struct Header: Encodable, Sendable {
        let description: String
        let schema: JSONSchema
    }
}

extension Response: Encodable {
    private enum Key: String, CodingKey {
        case description, headers, content
        case reference = "$ref"
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        switch self {
        case .inline(let description, let headers, let content):
            try keys.encode(description, forKey: .description)
            if !headers.isEmpty { try keys.encode(headers, forKey: .headers) }
            try keys.encode(content, forKey: .content)
        case .shared(let name):
            try keys.encode("#/components/responses/\(name)", forKey: .reference)
        }
    }
}

extension Response {
    /// The failures that every endpoint may answer with, by their names among the components.
    static let shared: [String: Response] = [
        "BadRequest": .failure("A parameter is missing or is none of its type, or the query failed."),
        "Forbidden": .failure("No token, an unknown one, or one without the scope `PIPES:READ` for this endpoint."),
        "NotFound": .failure("There is no such endpoint; it may have been deleted meanwhile."),
        "Timeout": .failure("The query ran for too long."),
        "TooLarge": .failure("The body is too large."),
        "TooManyRequests": .failure("More requests than the server takes.", headers: Self.retryAfter),
        "Unavailable": .failure("The database is starting.", headers: Self.retryAfter),
    ]

    /// The failures that only the server decides on.
    static let serverFailures: [String: Response] = [
        "408": .shared("Timeout"), "429": .shared("TooManyRequests"), "503": .shared("Unavailable"),
    ]

    /// The failures of an endpoint whose author says nothing else.
    static let failures: [String: Response] = Self.serverFailures.merging([
        "400": .shared("BadRequest"), "403": .shared("Forbidden"), "404": .shared("NotFound"),
    ]) { $1 }

    /// The failures of an endpoint whose author chooses statuses and bodies.
    static let failuresOfItsOwn: [String: Response] = Self.serverFailures.merging([
        "default": .inline(
            description: "A failure. This endpoint also ends calls with statuses and bodies of its own.",
            content: ["application/json": MediaType(schema: JSONSchema(.anything))])
    ]) { $1 }

    private static let retryAfter = [
        "Retry-After": Header(description: "Seconds to wait before the next attempt.", schema: JSONSchema(.integer(minimum: 0)))
    ]

    private static func failure(_ description: String, headers: [String: Header] = [:]) -> Response {
        .inline(
            description: description, headers: headers, content: ["application/json": MediaType(schema: JSONSchema(.reference("Error")))])
    }
}
