// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// A server with the Cossistant workspace, spoken to by the three calls of the application's `tinybird.ts`.
struct CossistantScene {
    static let project = repository.appending(path: "Examples/cossistant")

    let server: ServerFixture
    let admin: String
    let append: String
    let read: String
    let delete: String

    /// Runs `body` with a server of its own.
    static func with(arguments: [String] = [], _ body: (CossistantScene) async throws -> Void) async throws {
        try await withServer(arguments: ["--project", Self.project.path] + arguments) { server in
            try await eventually("the project is deployed") { server.program.outputText.contains("is deployed") }
            let admin = try await server.adminToken()
            let made = try await server.post("/v0/tokens?name=cossistant_delete&scope=DATASOURCES:CREATE", token: admin, body: "")
            try await body(
                CossistantScene(
                    server: server, admin: admin, append: try await server.token("cossistant_append"),
                    read: try await server.token("cossistant_read"), delete: try #require(try made.json()["token"] as? String)))
        }
    }

    // MARK: The application's calls

    /// Sends events, and waits until they can be read.
    func sendEvent(_ dataSource: String, _ events: [[String: Any]]) async throws {
        let lines = try events.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        let answer = try await self.server.post(
            "/v0/events?name=\(dataSource)&wait=true", token: self.append, body: lines.joined(separator: "\n"))
        let receipt = try answer.json()
        #expect(receipt["successful_rows"] as? Int == events.count, "\(answer.body)")
        #expect(receipt["quarantined_rows"] as? Int == 0)
    }

    func queryPipe(_ pipe: String, _ parameters: [String: String], token: String? = nil) async throws -> [[String: Any]] {
        let answer = try await self.server.get("/v0/pipes/\(pipe).json?\(Self.form(parameters))", token: token ?? self.read)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.rows()
    }

    func deleteByFilter(_ dataSource: String, _ filter: String, token: String? = nil) async throws -> ServerFixture.Answer {
        try await self.server.post(
            "/v0/datasources/\(dataSource)/delete", token: token ?? self.delete, body: Self.form(["delete_condition": filter]),
            headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    // MARK: Beside them

    /// A browser's token for one website and plan.
    func webToken(website: String, plan: String, pipes: [String]) async throws -> String {
        let scopes = pipes.map {
            #"{"type":"PIPES:READ","resource":"\#($0)","fixed_params":{"website_id":"\#(website)","plan":"\#(plan)"}}"#
        }
        let expiry = Int(Date().timeIntervalSince1970) + 3600
        let answer = try await self.server.post(
            "/v0/tokens?name=dashboard&expiration_time=\(expiry)", token: self.admin,
            body: #"{"scopes":[\#(scopes.joined(separator: ","))]}"#)
        return try #require(try answer.json()["token"] as? String, "\(answer.body)")
    }

    func setSecret(_ name: String, _ value: String) async throws {
        let known = try await self.server.get("/v0/variables/\(name)", token: self.admin).status == 200
        let answer = try await self.server.request(
            known ? "PUT" : "POST", known ? "/v0/variables/\(name)" : "/v0/variables", token: self.admin,
            body: Data(Self.form(known ? ["value": value] : ["name": name, "value": value]).utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"])
        #expect(answer.status == 200, "\(answer.body)")
    }

    /// Asks an endpoint, with the clock held at a moment, and expects what the model says.
    func expect(
        _ pipe: String, _ call: CossistantModel.Call, at now: Int, _ expected: [CossistantModel.Row],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var parameters = call.parameters
        parameters["__now"] = now.dateTime
        let rows = try await self.queryPipe(pipe, parameters, token: self.admin)
        #expect(rows.map(Self.text) == expected.map(Self.text), "\(pipe) \(call)", sourceLocation: sourceLocation)
    }

    /// A row in one spelling: names in order, numbers to six digits.
    private static func text(_ row: [String: Any]) -> String {
        row.sorted { $0.key < $1.key }.map { name, value in
            switch value {
            case let text as String: "\(name)=\(text)"
            case let number as Double: "\(name)=\(number.formatted(.number.precision(.significantDigits(1...6)).grouping(.never)))"
            default: "\(name)=\(value)"
            }
        }.joined(separator: " ")
    }

    private static func form(_ parameters: [String: String]) -> String {
        parameters.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
    }
}

extension CossistantModel.Call {
    /// The call as a request spells it.
    fileprivate var parameters: [String: String] {
        let moments = [
            "date_from": self.from, "date_to": self.to, "prev_date_from": self.previousFrom, "prev_date_to": self.previousTo,
        ].compactMapValues { $0?.dateTime }
        var parameters = moments.merging(["website_id": self.website]) { $1 }
        parameters["plan"] = self.plan
        parameters["minutes"] = self.minutes.map { String($0) }
        return parameters
    }
}
