// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Templates
import Testing

@testable import Gateway

struct WireParametersTests {
    @Test func `escapes, plus signs and empty elements are read as forms write them`() throws {
        let parameters = try WireParameters(query: "&a=1%202+3&&b&c=&d=%C3%A9%26")
        #expect(parameters["a"] == "1 2 3")
        #expect(parameters["b"] == "")
        #expect(parameters["c"] == "")
        #expect(parameters["d"] == "é&")
        #expect(parameters["e"] == nil)
    }

    @Test func `a repeated name is one text joined by commas, or a list`() throws {
        let parameters = try WireParameters(query: "id=1&x=y&id=2&id=3,4")
        #expect(parameters["id"] == "1,2,3,4")
        #expect(parameters.list("id") == ["1", "2", "3,4"])
        #expect(parameters.list("x") == ["y"] && parameters.list("z") == [])
    }

    @Test func `objects of a JSON body are parameters of their own, and null says nothing`() throws {
        var parameters = try WireParameters(query: nil)
        try parameters.add(json: ByteBuffer(string: #"{"list": [{"a": 1, "b": null}, {"c": {"d": true}}], "texts": ["x"], "e": null}"#))
        let list = try #require(parameters.objects(in: "list"))
        #expect(list.map { $0["a"] } == ["1", nil] && list.map { $0["b"] } == [nil, nil])
        #expect(list[1].object(in: "c")?["d"] == "true")
        #expect(parameters.objects(in: "texts") == nil && parameters.objects(in: "e") == nil)
        #expect(parameters["e"] == nil)
    }

    @Test func `the query wins over the body`() throws {
        var parameters = try WireParameters(query: "a=query")
        try parameters.add(urlEncoded: "a=body&b=body")
        #expect(parameters["a"] == "query")
        #expect(parameters["b"] == "body")
    }

    @Test func `JSON members keep their kinds`() throws {
        var parameters = try WireParameters(query: nil)
        try parameters.add(json: ByteBuffer(string: #"{"n": 5, "f": 0.5, "t": true, "s": "x", "l": ["a", 1], "z": null}"#))
        #expect(parameters.values["n"] == TemplateValue(5))
        #expect(parameters.values["f"] == .float(0.5))
        #expect(parameters.values["t"] == .boolean(true))
        #expect(parameters.values["s"] == .text("x"))
        #expect(parameters.values["l"] == .list([.text("a"), TemplateValue(1)]))
        #expect(parameters.values["z"] == TemplateValue.none)
    }

    @Test(arguments: ["%zz=1", "a=%C3%28"])
    func `what is no percent-encoded UTF-8 is refused`(query: String) {
        #expect(throws: WireError.self) { try WireParameters(query: query) }
    }

    @Test func `more parameters than the limit are refused`() {
        let query = (0...GatewayLimits.parameters).map { "p\($0)=1" }.joined(separator: "&")
        #expect(throws: WireError.tooManyParameters) { try WireParameters(query: query) }
    }

    @Test func `JSON nested beyond the limit is refused`() throws {
        var parameters = try WireParameters(query: nil)
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: WireError.notAJSONObject) { try parameters.add(json: ByteBuffer(string: "{\"a\": \(deep)}")) }
    }
}
