// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird

/// `/examples/query.http`: how to call an endpoint, for `tb endpoint url` (http-api contract, 10.3).
struct SnippetRoutes: Sendable {
    func add(to router: Router<GatewayContext>) {
        router.get("/examples/query.http", use: self.url)
    }

    /// The URL at an address that the client puts its own server in the place of. It says nothing that the client has not said.
    private func url(_ request: Request, context: GatewayContext) async throws -> Response {
        let parameters = try WireParameters(query: request.uri.query)
        guard let pipe = parameters["pipe"] else { throw WireError.missingParameter("pipe") }
        var components = URLComponents()
        components.queryItems = ["q", "token", "__tb__deployment"].compactMap { name in
            parameters[name].map { URLQueryItem(name: name, value: $0) }
        }
        let path = "\(pipe).\(parameters["format"] ?? "json")".addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
        return textResponse("http://localhost:8001/v0/pipes/\(path)?\(components.percentEncodedQuery ?? "")")
    }
}
