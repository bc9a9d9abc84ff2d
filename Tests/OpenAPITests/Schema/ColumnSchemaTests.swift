// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

@testable import OpenAPI

/// What a JSON answer holds for each type of column.
struct ColumnSchemaTests {
    @Test(arguments: [
        ("UInt8", #"{"format":"int32","minimum":0,"type":"integer"}"#),
        ("UInt32", #"{"format":"int64","minimum":0,"type":"integer"}"#),
        ("UInt64", #"{"format":"int64","minimum":0,"type":"integer"}"#),
        ("Int32", #"{"format":"int32","type":"integer"}"#),
        ("Int256", #"{"type":"integer"}"#),
        ("Float64", #"{"format":"double","type":["number","null"]}"#),
        ("Decimal(18, 2)", #"{"type":"number"}"#),
        ("Bool", #"{"type":"boolean"}"#),
        ("LowCardinality(Nullable(String))", #"{"type":["string","null"]}"#),
        ("FixedString(2)", #"{"type":"string"}"#),
        ("UUID", #"{"format":"uuid","type":"string"}"#),
        ("IPv6", #"{"format":"ipv6","type":"string"}"#),
        ("Date", #"{"format":"date","type":"string"}"#),
        ("DateTime('UTC')", #"{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$","type":"string"}"#),
        ("DateTime64(3)", #"{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}$","type":"string"}"#),
        ("DateTime64(0)", #"{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$","type":"string"}"#),
        ("Enum8('a' = 1, 'b' = 2)", #"{"enum":["a","b"],"type":"string"}"#),
        ("Nullable(Enum8('a' = 1))", #"{"enum":["a",null],"type":["string","null"]}"#),
        ("Array(Nullable(Int8))", #"{"items":{"format":"int32","type":["integer","null"]},"type":"array"}"#),
        ("Map(String, Array(String))", #"{"additionalProperties":{"items":{"type":"string"},"type":"array"},"type":"object"}"#),
        (
            "Tuple(Int8, String)",
            #"{"maxItems":2,"minItems":2,"prefixItems":[{"format":"int32","type":"integer"},{"type":"string"}],"type":"array"}"#
        ),
        (
            "Tuple(b Bool, a String)",
            #"{"properties":{"a":{"type":"string"},"b":{"type":"boolean"}},"required":["b","a"],"type":"object"}"#
        ),
        (
            "SimpleAggregateFunction(max, DateTime)",
            #"{"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$","type":"string"}"#
        ),
        ("AggregateFunction(uniq, String)", #"{"type":"string"}"#),
        ("JSON", #"{"additionalProperties":{},"type":"object"}"#),
        ("Variant(Int8, String)", #"{}"#),
        ("IntervalDay", #"{}"#),
        ("Nullable(Nothing)", #"{}"#),
    ])
    func `a column's type tells what JSON holds`(type: String, schema: String) throws {
        var columnSchema = JSONSchema(columnType: type)
        #expect(columnSchema.typeName == type)
        columnSchema.typeName = nil
        #expect(try json(columnSchema) == schema)
    }
}

/// The JSON of a value, its keys sorted.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
