// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Workspaces

/// `/api/cli-login`: a page on which a person lets a program log in, and the program's side of it (http-api contract, 15.2).
///
/// Opening the page grants nothing: only a form of the page itself does, which another site can neither send nor frame.
struct LoginRoutes: Sendable {
    let services: GatewayServices
    private let logins = ConfirmedLogins()

    init(services: GatewayServices) { self.services = services }

    func add(to router: Router<GatewayContext>) {
        for path in ["/api/cli-login", "/cli-login", "/login"] { router.get(RouterPath(path), use: self.pageOrTokens) }
        router.post("/login", use: self.confirm)
        // Where the program sends the browser in the end; the parts before are the names it was told of a region.
        router.get("/login/done/cli-login") { _, _ in pageResponse(PackageResources.login_html, type: "text/html") }
        router.get("/login/login.css") { _, _ in pageResponse(PackageResources.login_css, type: "text/css") }
        router.get("/login/login.js") { _, _ in pageResponse(PackageResources.login_js, type: "text/javascript") }
    }

    /// A program that asks with a code gets its tokens; a browser gets the page.
    private func pageOrTokens(_ request: Request, context: GatewayContext) async throws -> Response {
        let parameters = try WireParameters(query: request.uri.query)
        if let code = parameters["cliCode"] { return try self.tokens(for: code, request) }
        if let code = parameters["code"], parameters["method"] == nil, parameters["apiHost"] == nil {
            return try self.tokens(for: code, request)
        }
        let page = String(decoding: PackageResources.login_html, as: UTF8.self)
        let isTrusted = self.isOwnMachine(request, context: context)
        return pageResponse(
            Array(page.replacing("data-trusted=\"no\"", with: "data-trusted=\"\(isTrusted ? "yes" : "no")\"").utf8), type: "text/html")
    }

    /// Tokens are for programs: a page of another site could read them, were they shown to pages.
    private func tokens(for code: String, _ request: Request) throws -> Response {
        guard request.headers[.origin] == nil, request.headers[.secFetchSite] == nil else {
            throw RequestError(.forbidden, "tokens are not shown to web pages")
        }
        guard let tokens = self.logins.take(code: code) else { throw RequestError(.notFound, "nobody has confirmed this login yet") }
        return try jsonResponse([
            "workspace_token": tokens.workspace, "user_token": tokens.user,
            // Not what the page's address says: a link could send the program, and its tokens, elsewhere.
            "api_host": request.baseURL,
        ])
    }

    private struct Confirmation: Decodable {
        /// The code of a program that asks until somebody has confirmed; without one the browser takes a code back to the program.
        let code: String?
        let token: String?
        let workspace: String?
    }

    private struct Answer: Encodable { let redirect: String? }

    private func confirm(_ request: Request, context: GatewayContext) async throws -> Response {
        try Self.requireOwnPage(request)
        let body = try await request.collectedBody(upTo: GatewayLimits.formSize)
        guard let confirmation = try? JSONDecoder().decode(Confirmation.self, from: Data(body.readableBytesView)) else {
            throw RequestError(.invalidRequest, "the body is no confirmation: use the page /login")
        }
        let proof = try self.proof(confirmation.token, request, context: context)
        let tokens = try proof.tokens(workspace: confirmation.workspace, owner: self.services.ownerEmail, in: self.services.catalog)
        if let code = confirmation.code {
            guard (8...64).contains(code.utf8.count), code.utf8.allSatisfy({ $0.isCodeByte }) else {
                throw RequestError(.invalidRequest, "the code is none: it has 8 to 64 capital letters and digits")
            }
            try self.keep(tokens, code: code)
            return try jsonResponse(Answer(redirect: nil))
        }
        let code = RandomID.make()
        try self.keep(tokens, code: code)
        return try jsonResponse(Answer(redirect: "http://localhost:49160/?code=\(code)&provider=login&region=done&workspace="))
    }

    private func keep(_ tokens: ConfirmedLogins.Tokens, code: String) throws {
        guard self.logins.add(tokens, code: code) else {
            throw RequestError(.conflict, "the code is taken, or too many logins wait: start the login again")
        }
    }

    private func proof(_ token: String?, _ request: Request, context: GatewayContext) throws -> LoginProof {
        if let token, !token.isEmpty { return .token(token) }
        guard self.isOwnMachine(request, context: context) else {
            throw RequestError(.forbidden, "paste an admin token: only on the server's own machine none is needed")
        }
        return .ownMachine
    }

    /// Whether the browser runs on this machine and knows the server by a name that only this machine has: a name that another site's
    /// owner has led here would be another one.
    private func isOwnMachine(_ request: Request, context: GatewayContext) -> Bool {
        context.isLoopback && ["localhost", "127.0.0.1", "[::1]"].contains(Self.hostName(of: request.head.authority ?? ""))
    }

    /// Refuses a form that another site's page has sent.
    private static func requireOwnPage(_ request: Request) throws {
        let isOwn = request.headers[.origin].flatMap { URL(string: $0) }.map { origin in
            let port = origin.port.map { ":\($0)" } ?? ""
            return "\(origin.host() ?? "")\(port)" == request.head.authority
        }
        guard isOwn == true, request.headers[.secFetchSite].map({ $0 == "same-origin" }) ?? true,
            request.headers[.contentType]?.hasPrefix("application/json") == true
        else { throw RequestError(.forbidden, "a login is confirmed on the server's own page") }
    }

    private static func hostName(of authority: String) -> String {
        guard !authority.hasPrefix("[") else { return authority.prefix { $0 != "]" } + "]" }
        return String(authority.prefix { $0 != ":" })
    }
}

extension UInt8 {
    fileprivate var isCodeByte: Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
