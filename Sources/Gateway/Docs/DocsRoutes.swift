// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Workspaces

/// Pages and texts for people: `/docs`, which shows the endpoints a token may read and calls them, and the older names of it
/// (http-api contract, 10.3).
struct DocsRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/docs") { _, _ in pageResponse(PackageResources.docs_html, type: "text/html") }
        router.get("/docs/docs.css") { _, _ in pageResponse(PackageResources.docs_css, type: "text/css") }
        router.get("/docs/docs.js") { _, _ in pageResponse(PackageResources.docs_js, type: "text/javascript") }
        router.get("/endpoints") { request, _ in Self.redirect(request, pipe: nil) }
        router.get("/endpoint/:pipe", use: self.redirectToPipe)
        router.get("/examples/query.http", use: self.snippet)
    }

    /// The part of the page about one pipe, which may be named by its id.
    private func redirectToPipe(_ request: Request, context: GatewayContext) async throws -> Response {
        let pipe = try self.services.pipe(try context.pipe(), caller: try self.services.catalog.caller(of: request))
        return Self.redirect(request, pipe: pipe.pipe.name)
    }

    private static func redirect(_ request: Request, pipe: String?) -> Response {
        .redirect(to: "/docs" + (request.uri.query.map { "?\($0)" } ?? "") + (pipe.map { "#\($0)" } ?? ""), type: .found)
    }

    /// The URL of a call, its host the one that clients put their own in place of.
    private func snippet(_ request: Request, context: GatewayContext) async throws -> Response {
        let parameters = try WireParameters(query: request.uri.query)
        guard let pipe = parameters["pipe"], !pipe.isEmpty else { throw WireError.missingParameter("pipe") }
        let format = parameters["format"] ?? "json"
        guard OutputFormat(fileExtension: format) != nil else {
            throw WireError.badParameter("format", expected: "json, csv, ndjson, parquet or prometheus")
        }
        let query = ["q", "token", "__tb__deployment"].compactMap { name in
            let value = parameters[name] ?? (name == "q" ? "" : nil)
            return value.map { "\(name)=\($0.percentEncoded)" }
        }
        return textResponse("http://localhost:8001/v0/pipes/\(pipe.percentEncoded).\(format)?\(query.joined(separator: "&"))")
    }
}
