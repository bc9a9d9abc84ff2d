// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

@testable import OpenAPI

/// What a request may send, by what the author wrote.
struct ParameterSchemaTests {
    @Test(arguments: [
        ("Int8(n)", #"{"format":"int32","maximum":127,"minimum":-128,"type":"integer","x-clickhouse-type":"Int8"}"#),
        ("UInt16(n, 7)", #"{"default":7,"format":"int32","maximum":65535,"minimum":0,"type":"integer","x-clickhouse-type":"UInt16"}"#),
        ("UInt32(n)", #"{"format":"int64","maximum":4294967295,"minimum":0,"type":"integer","x-clickhouse-type":"UInt32"}"#),
        (
            "Int64(n, 9007199254740993)",
            #"{"default":9007199254740993,"format":"int64","maximum":9223372036854775807,"minimum":-9223372036854775808,"#
                + #""type":"integer","x-clickhouse-type":"Int64"}"#
        ),
        (
            "UInt64(n, '18446744073709551615')",
            #"{"default":18446744073709551615,"format":"int64","maximum":18446744073709551615,"minimum":0,"#
                + #""type":"integer","x-clickhouse-type":"UInt64"}"#
        ),
        ("UInt256(n)", #"{"pattern":"^[+]?[0-9]+$","type":"string","x-clickhouse-type":"UInt256"}"#),
        ("Float32(n, 0.5)", #"{"default":0.5,"format":"float","type":"number","x-clickhouse-type":"Float32"}"#),
        ("Float64(n, 'inf')", #"{"format":"double","type":"number","x-clickhouse-type":"Float64"}"#),
        ("Boolean(b, 'False')", #"{"default":false,"type":"boolean","x-clickhouse-type":"Boolean"}"#),
        (
            "Date(d)",
            #"{"examples":["2025-01-31"],"format":"date","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$","type":"string","x-clickhouse-type":"Date"}"#
        ),
        (
            "DateTime(d, '2025-01-01 00:00:00')",
            #"{"default":"2025-01-01 00:00:00","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}","#
                + #""type":"string","x-clickhouse-type":"DateTime"}"#
        ),
        (
            "Array(ids, 'Int32', '1,2')",
            #"{"default":[1,2],"items":{"format":"int32","maximum":2147483647,"minimum":-2147483648,"type":"integer"},"#
                + #""type":"array","x-clickhouse-type":"Array(Int32)"}"#
        ),
        (
            "Array(names, default=['a'], enum=['a', 'b'])",
            #"{"default":["a"],"items":{"enum":["a","b"],"type":"string"},"type":"array","x-clickhouse-type":"Array(String)"}"#
        ),
        (
            "String(by, 'day', enum=['hour', 'week'], example='week')",
            #"{"default":"day","enum":["hour","week","day"],"examples":["week"],"type":"string","x-clickhouse-type":"String"}"#
        ),
        ("String(day, format='date')", #"{"format":"date","type":"string","x-clickhouse-type":"String"}"#),
        ("JSON(filters, '{}')", #"{"default":"{}","description":"JSON as a text.","type":"string","x-clickhouse-type":"JSON"}"#),
    ])
    func `a declaration becomes a schema`(declaration: String, schema: String) throws {
        #expect(try json(JSONSchema(try parameter(declaration))) == schema)
    }

    @Test(arguments: [
        "Int8(n, 300)", "UInt8(n, -1)", "UInt64(n, '18446744073709551616')", "Int32(n, 'many')", "Float32(n, 'nan')", "Date(n, 'today')",
        "Date(n, '2025-13-45')",
        "DateTime(n, '2025-01-01')", "Int128(n, '1e3')", "Array(n, 'Int32', '1,x')",
    ])
    func `a default that the type would refuse is not documented`(declaration: String) throws {
        #expect(JSONSchema(try parameter(declaration)).defaultValue == nil)
    }

    @Test(arguments: [
        ("String(x, format='email')", "email"), ("String(x, 'nobody', format='email')", nil),
        ("String(x, 'nobody', format='name')", "name"),
        ("String(x, '2025-01-31', format='date-time')", nil), ("String(x, '2025-01-31', format='date')", "date"),
        ("String(x, '2025-02-29', format='date')", nil),
        ("String(x, '2025-01-31T12:00:00Z', format='date-time')", "date-time"),
    ])
    func `a format that the default does not have is not documented`(declaration: String, format: String?) throws {
        #expect(JSONSchema(try parameter(declaration)).format == format)
    }
}

/// The one parameter that a template declares.
func parameter(_ declaration: String) throws -> TemplateParameter {
    try #require(try Template(parsing: "%SELECT {{\(declaration)}}", name: "node").parameters.first)
}
