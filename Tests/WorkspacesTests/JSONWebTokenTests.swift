// Part of Martlet. Apache License 2.0; see LICENSE.

import Crypto
import Foundation
import MartletCore
import Templates
import Testing

@testable import Workspaces

struct JSONWebTokenTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).sqlite").path

    private func catalog() throws -> WorkspaceCatalog {
        try WorkspaceCatalog(path: self.path, signer: TokenSigner(key: Array(repeating: 7, count: TokenSigner.keyByteCount)))
    }

    private func admin(of workspace: WorkspaceID, in catalog: WorkspaceCatalog) -> (token: Token, text: String) {
        catalog.tokens(of: workspace).first { $0.token.name == Token.SystemName.workspaceAdmin } ?? catalog.tokens(of: workspace)[0]
    }

    /// A token as any library makes it.
    private func text(_ claims: String, header: String = #"{"alg":"HS256","typ":"JWT"}"#, key: String) -> String {
        let content = "\(Base64URL.encode(Data(header.utf8))).\(Base64URL.encode(Data(claims.utf8)))"
        let code = HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return "\(content).\(Base64URL.encode(Data(code)))"
    }

    private func claims(
        _ workspace: WorkspaceID, exp: String = "4102444800", scopes: String = #"[{"type":"PIPES:READ","resource":"top"}]"#,
        more: String = ""
    ) -> String {
        #"{"workspace_id":"\#(workspace.text)","name":"user_1","exp":\#(exp),"scopes":\#(scopes)\#(more)}"#
    }

    @Test func `a token that the workspace's own token signs opens what it says`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let key = self.admin(of: workspace, in: catalog).text
        let scopes =
            #"[{"type":"PIPES:READ","resource":"top","fixed_params":{"org":"acme","n":3}},{"type":"DATASOURCES:READ","resource":"e","filter":"n = 1"}]"#
        let text = self.text(self.claims(workspace, scopes: scopes, more: #","limits":{"rps":10},"iat":1,"jti":"x""#), key: key)
        for _ in 0..<2 {
            let grant = try catalog.grant(showing: text)
            #expect(grant.token.workspaceID == workspace)
            #expect(grant.token.name == "user_1")
            #expect(grant.token.requestsPerSecond == 10)
            #expect(grant.mayReadPipe("top") && !grant.mayReadPipe("other") && !grant.isAdmin)
            #expect(grant.fixedParameters(of: "top") == ["org": .text("acme"), "n": TemplateValue(3)])
            #expect(grant.rowFilter(for: "e") == "(n = 1)")
        }
    }

    @Test func `what the server signs is the same as what anybody signs`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let scope = TokenScope(.readPipe, resource: "top", fixedParameters: ["org": .text("it's \"me\"")])
        let token = JSONWebToken(workspace: workspace, name: "n", expiry: 4_102_444_800, scopes: [scope], requestsPerSecond: 5)
        let grant = try catalog.grant(showing: try catalog.sign(token))
        #expect(grant.token.scopes == [scope])
        #expect(grant.token.requestsPerSecond == 5)
    }

    @Test(arguments: [
        (#"{"alg":"none"}"#, "invalid authentication token"),
        (#"{"alg":"HS512","typ":"JWT"}"#, "invalid authentication token"),
        (#"{"alg":"RS256"}"#, "invalid authentication token"),
        (#"{"alg":"hs256"}"#, "invalid authentication token"),
        (#"{"alg":"HS256","crit":["b64"],"b64":false}"#, "invalid authentication token"),
        ("[]", "invalid authentication token"),
    ])
    func `a header that asks for another proof is refused`(header: String, message: String) async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let text = self.text(self.claims(workspace), header: header, key: self.admin(of: workspace, in: catalog).text)
        #expect(throws: RequestError(.forbidden, message)) { try catalog.grant(showing: text) }
        #expect(throws: RequestError(.forbidden, message)) { try catalog.grant(showing: text.prefix { $0 != "." } + ".e30.") }
    }

    @Test(arguments: [
        (#"[{"type":"ADMIN"}]"#, "the type of each scope is one of PIPES:READ, DATASOURCES:READ, DATASOURCES:APPEND"),
        (#"[{"type":"TOKENS","resource":"x"}]"#, "the type of each scope is one of PIPES:READ, DATASOURCES:READ, DATASOURCES:APPEND"),
        (#"[{"type":"PIPES:READ"}]"#, "a scope of type PIPES:READ needs the name of a resource"),
        (#"[{"type":"PIPES:READ","resource":"a","filter":"1"}]"#, "only a scope of type DATASOURCES:READ has a filter, and that is a text"),
        (#"[{"type":"DATASOURCES:READ","resource":"a","fixed_params":{"a":1}}]"#, "only a scope of type PIPES:READ has fixed_params"),
        (#"[{"type":"PIPES:READ","resource":"a","fixed_params":[1]}]"#, "fixed_params is an object of parameters and their values"),
        ("[]", "scopes is not a list with at least one scope"),
        ("{}", "scopes is not a list with at least one scope"),
    ])
    func `scopes that it cannot have are refused, and named`(scopes: String, reason: String) async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let text = self.text(self.claims(workspace, scopes: scopes), key: self.admin(of: workspace, in: catalog).text)
        #expect(throws: RequestError(.forbidden, "invalid authentication token, not a valid JSON web token: \(reason)")) {
            try catalog.grant(showing: text)
        }
    }

    @Test func `a token ends: by its time, or with the text that signed it`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let admin = self.admin(of: workspace, in: catalog)
        #expect(throws: RequestError(.forbidden, "the authentication token has expired")) {
            try catalog.grant(showing: self.text(self.claims(workspace, exp: "1700000000.5"), key: admin.text))
        }
        let text = self.text(self.claims(workspace), key: admin.text)
        #expect(try catalog.grant(showing: text).mayReadPipe("top"))
        _ = try await catalog.refreshToken(admin.token.id, in: workspace)
        #expect(catalog.grant(forTokenText: text) == nil)
        #expect(catalog.grant(forTokenText: admin.text) == nil)
        #expect(
            try catalog.grant(showing: self.text(self.claims(workspace), key: self.admin(of: workspace, in: catalog).text)).mayReadPipe(
                "top"))
    }

    @Test func `a token that would be too long to be shown is not signed`() async throws {
        let catalog = try self.catalog()
        let workspace = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let scopes = (0..<200).map { TokenScope(.readPipe, resource: "pipe_\($0)") }
        let token = JSONWebToken(workspace: workspace, name: "acme", expiry: 4_102_444_800, scopes: scopes, requestsPerSecond: nil)
        let error = #expect(throws: RequestError.self) { try catalog.sign(token) }
        #expect(error?.message.hasSuffix(" bytes, the most is 8192: give it fewer scopes") == true)
    }

    @Test func `a token of another workspace, key or length opens nothing`() async throws {
        let catalog = try self.catalog()
        let shop = try await catalog.createWorkspace(named: "shop", ownerEmail: "a@b.c").id
        let other = try await catalog.createWorkspace(named: "other", ownerEmail: "a@b.c").id
        let key = self.admin(of: shop, in: catalog).text
        let made = try await catalog.createToken(named: "t", scopes: [TokenScope(.admin)], origin: .custom, in: shop)
        let long = self.claims(shop, more: ",\"x\":\"\(String(repeating: "x", count: 8192))\"")
        for text in [
            self.text(self.claims(other), key: key), self.text(self.claims(shop), key: made.text), self.text(self.claims(shop), key: ""),
            self.text(long, key: key), self.text(self.claims(shop), key: key) + "A", self.text(self.claims(shop), key: key) + ".", "..", "",
            "a.b",
            "a.b.c",
        ] {
            #expect(throws: RequestError(.forbidden, "invalid authentication token")) { try catalog.grant(showing: text) }
        }
    }
}
