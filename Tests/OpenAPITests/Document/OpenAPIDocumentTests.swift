// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Templates
import Testing

@testable import OpenAPI

struct OpenAPIDocumentTests {
    private func document(_ endpoints: Endpoint...) throws -> [String: Any] {
        let document = OpenAPIDocument(
            info: OpenAPIDocument.Info(title: "shop", version: "3"), baseURL: "http://127.0.0.1:7181", endpoints: endpoints)
        return try #require(try JSONSerialization.jsonObject(with: Data(try document.encoded())) as? [String: Any])
    }

    private func endpoint(
        _ template: String = "SELECT 1", columns: [Endpoint.Column]? = nil, hasErrorsOfItsOwn: Bool = false
    ) throws -> Endpoint {
        Endpoint(
            name: "top", description: "  The best.\nOf all.", tags: [],
            parameters: try Template(parsing: "%\(template)", name: "node").parameters, columns: columns,
            hasErrorsOfItsOwn: hasErrorsOfItsOwn)
    }

    @Test func `a document says where the server is and how tokens are shown`() throws {
        let document = try self.document()
        #expect(document["openapi"] as? String == "3.1.0")
        #expect(document["servers"] as? [[String: String]] == [["url": "http://127.0.0.1:7181"]])
        #expect(document["security"] as? [[String: [String]]] == [["bearerAuth": []], ["tokenQuery": []]])
        #expect((document["paths"] as? [String: Any])?.isEmpty == true)
    }

    @Test func `an endpoint has a path for JSON and one for the other formats`() throws {
        let paths = try #require(try self.document(try self.endpoint())["paths"] as? [String: [String: [String: Any]]])
        #expect(paths.keys.sorted() == ["/v0/pipes/top.json", "/v0/pipes/top.{format}"])
        let call = try #require(paths["/v0/pipes/top.json"]?["get"])
        #expect(call["operationId"] as? String == "top")
        #expect(call["summary"] as? String == "The best.")
        #expect((call["responses"] as? [String: Any])?.keys.sorted() == ["200", "400", "403", "404", "408", "429", "503"])
        #expect(paths["/v0/pipes/top.json"]?["post"]?["requestBody"] == nil)
    }

    @Test func `parameters stand in the query, and in the body of a POST`() throws {
        let document = try self.document(try self.endpoint("SELECT {{Int8(n)}}, {{Array(ids, 'Int8', '1', description='Which')}}"))
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let parameters = try #require(paths["/v0/pipes/top.json"]?["get"]?["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["n", "ids"])
        #expect(parameters.map { $0["required"] as? Bool } == [true, false])
        #expect(parameters.map { $0["explode"] as? Bool } == [nil, false])
        #expect(parameters.map { $0["description"] as? String } == [nil, "Which"])
        let body = try #require(paths["/v0/pipes/top.json"]?["post"]?["requestBody"] as? [String: Any])
        #expect(body["required"] as? Bool == true)
        #expect((body["content"] as? [String: Any])?.keys.sorted() == ["application/json", "application/x-www-form-urlencoded"])
        let schemas = try #require((document["components"] as? [String: [String: Any]])?["schemas"] as? [String: [String: Any]])
        #expect(schemas["top.parameters"]?["required"] as? [String] == ["n"])
    }

    @Test func `a parameter called token is the caller's token and no other`() throws {
        #expect(try self.endpoint("SELECT {{String(token, '')}}, {{String(q2, '')}}").parameters.map(\.name) == ["q2"])
    }

    @Test func `rows have the columns in their order, or any if these are not known`() throws {
        let columns = [Endpoint.Column(name: "z", type: "UInt8"), Endpoint.Column(name: "a", type: "String")]
        #expect(try self.endpoint(columns: columns + columns).columns == columns)
        for (endpoint, required) in [(try self.endpoint(columns: columns), ["z", "a"]), (try self.endpoint(), nil)] {
            let document = try self.document(endpoint)
            let schemas = try #require((document["components"] as? [String: [String: Any]])?["schemas"] as? [String: [String: Any]])
            #expect(schemas["top.row"]?["required"] as? [String] == required)
        }
    }

    @Test func `only an endpoint with the columns of metrics is offered to Prometheus`() throws {
        #expect(try self.endpoint().otherFormats == ["csv", "ndjson", "parquet"])
        let columns = ["name", "value", "help"].map { Endpoint.Column(name: $0, type: "String") }
        #expect(try self.endpoint(columns: columns).otherFormats == ["csv", "ndjson", "parquet", "prometheus"])
    }

    @Test func `an author's own errors may be anything`() throws {
        let document = try self.document(try self.endpoint(hasErrorsOfItsOwn: true))
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let responses = try #require(paths["/v0/pipes/top.json"]?["get"]?["responses"] as? [String: Any])
        #expect(responses.keys.sorted() == ["200", "408", "429", "503", "default"])
    }

    @Test func `the same endpoints make the same bytes`() throws {
        let bytes = try (0..<4).map { _ in
            try OpenAPIDocument(
                info: OpenAPIDocument.Info(title: "shop", version: "3"), baseURL: "http://a",
                endpoints: [try self.endpoint("SELECT {{Int8(n)}}, {{Int8(m)}}")]
            ).encoded()
        }
        #expect(Set(bytes).count == 1)
    }
}
