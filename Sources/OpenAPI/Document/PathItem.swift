// Part of Martlet. Apache License 2.0; see LICENSE.

/// What may be asked of one path.
struct PathItem: Encodable, Sendable {
    var get: Operation?
    var post: Operation?
}

/// One way to call an endpoint.
struct Operation: Encodable, Sendable {
    let operationId: String
    let summary: String
    let description: String?
    let tags: [String]?
    var parameters: [Parameter] = []
    var requestBody: RequestBody?
    let responses: [String: Response]
}

/// A parameter in the query or the path.
struct Parameter: Encodable, Sendable {
    enum Place: String, Encodable {
        case query, path
    }

    let name: String
    let place: Place
    let description: String?
    let isRequired: Bool
    let schema: JSONSchema
    /// False for lists, whose items are joined by commas.
    var repeatsName: Bool?

    private enum CodingKeys: String, CodingKey {
        case name, description, schema
        case place = "in"
        case isRequired = "required"
        case repeatsName = "explode"
    }
}

/// A body, by its media types.
struct RequestBody: Encodable, Sendable {
    let isRequired: Bool
    let content: [String: MediaType]

    private enum CodingKeys: String, CodingKey {
        case content
        case isRequired = "required"
    }
}

/// What bytes of a media type hold.
struct MediaType: Encodable, Sendable {
    var schema: JSONSchema?
}
