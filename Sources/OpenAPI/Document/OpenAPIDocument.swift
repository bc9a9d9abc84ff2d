// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// An OpenAPI 3.1 document of a workspace's endpoints.
package struct OpenAPIDocument: Encodable, Sendable {
    package struct Info: Encodable, Sendable {
        package let title: String
        package let version: String
        package let description: String?

        package init(title: String, version: String, description: String? = nil) {
            self.title = title
            self.version = version
            self.description = description
        }
    }

    struct Server: Encodable, Sendable {
        let url: String
    }

    struct Components: Encodable, Sendable {
        let schemas: [String: JSONSchema]
        let responses: [String: Response]
        let securitySchemes: [String: SecurityScheme]
    }

    struct SecurityScheme: Encodable, Sendable {
        let type: String
        var scheme: String?
        var `in`: String?
        var name: String?
        let description: String
    }

    let openapi = "3.1.0"
    let info: Info
    let servers: [Server]
    /// Each of these ways to show a token is enough.
    let security = [["bearerAuth": [String]()], ["tokenQuery": []]]
    let paths: [String: PathItem]
    let components: Components

    /// The document of these endpoints, served at `baseURL`.
    package init(info: Info, baseURL: String, endpoints: [Endpoint]) {
        self.info = info
        self.servers = [Server(url: baseURL)]
        self.paths = Dictionary(endpoints.flatMap(\.paths)) { $1 }
        self.components = Components(
            schemas: Dictionary(endpoints.flatMap(\.schemas)) { $1 }.merging(Self.sharedSchemas) { $1 },
            responses: Response.shared,
            securitySchemes: [
                "bearerAuth": SecurityScheme(type: "http", scheme: "bearer", description: "A token of the workspace."),
                "tokenQuery": SecurityScheme(
                    type: "apiKey", in: "query", name: "token",
                    description: "The same in the URL, for callers that cannot send headers; the header wins."),
            ])
    }

    /// The document as JSON, the same for the same endpoints.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    private enum CodingKeys: CodingKey {
        case openapi, info, servers, security, paths, components
    }
}
