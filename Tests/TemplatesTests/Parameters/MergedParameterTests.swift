// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// The parameters of several nodes as those of one pipe (template specification, section 14).
struct MergedParameterTests {
    private func merged(_ texts: [String]) throws -> [TemplateParameter] {
        TemplateParameter.merged(try texts.map { try Template(parsing: "%" + $0, name: "n").parameters })
    }

    @Test(
        "the first declared type and the first default count",
        arguments: [
            (["{{a}}", "{{Int32(a, 1)}}"], "a Int32 1 false"), (["{{String(a)}}", "{{Int32(a, 1)}}"], "a String 1 true"),
            (["{{Int32(a, 1)}}", "{{Int64(a, 2)}}"], "a Int32 1 false"), (["{{a}}", "{{a}}"], "a String nil false"),
            (["{{Int32(a, 1)}}", "{{Int32(a)}}"], "a Int32 1 true"),
            (["{{Int32(a, 1)}}", "{{Int32(a, required=True)}}"], "a Int32 1 true"),
        ])
    func types(_ texts: [String], _ expected: String) throws {
        let found = try self.merged(texts).map { parameter in
            "\(parameter.name) \(parameter.type) \(parameter.defaultValue?.description ?? "nil") \(parameter.isRequired)"
        }
        #expect(found == [expected])
    }

    @Test func `documentation may stand in any node`() throws {
        let parameter = try #require(
            try self.merged([
                "{{Int8(v, description='first')}}", "{{Int8(v, description='second', example=1, enum=[1, 2])}}",
                "{{Int8(v, example=2, format='f')}}",
            ]).first)
        #expect(parameter.description == "first")
        #expect(parameter.example == TemplateValue(1))
        #expect(parameter.enumeration == [TemplateValue(1), TemplateValue(2)])
        #expect(parameter.format == "f")
    }

    @Test func `names keep the order of their first appearance`() throws {
        #expect(try self.merged(["{{b}}{{a}}", "{{c}}{{a}}{{b}}"]).map(\.name) == ["b", "a", "c"])
        #expect(try self.merged([]).isEmpty)
    }
}
