// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct DataTypeTests {
    @Test(
        arguments: [
            "Int8", "UInt256", "Float32", "BFloat16", "Decimal(10, 2)", "Bool", "String", "FixedString(16)", "UUID", "IPv4", "IPv6",
            "Date", "Date32", "DateTime", "DateTime('Europe/Berlin')", "DateTime64(3)", "DateTime64(6, 'UTC')",
            "Enum8('b' = -2, 'a' = 1)", "Enum16('a' = -128, 'b' = 128)", #"Enum8('it\'s\n' = 1)"#,
            "Array(Array(Nullable(Int8)))", "Map(LowCardinality(String), Array(String))", "Tuple()", "Tuple(Int8, String)",
            "Tuple(a Int8, `a b` String, `from` Date)", "Nested(a Int8, b String)", "Nullable(String)", "LowCardinality(Nullable(String))",
            "AggregateFunction(count)", "AggregateFunction(quantiles(0.5, 0.9), Float64)",
            "AggregateFunction(argMinState, String, DateTime)",
            "AggregateFunction(1, sumMap, Array(Int8), Array(Int8))", "AggregateFunction(sequenceMatch('(?1)(?2)'), DateTime, UInt8)",
            "SimpleAggregateFunction(max, Nullable(DateTime))", "SimpleAggregateFunction(groupArrayArray(3), Array(String))",
            "JSON", "JSON(max_dynamic_types=3, max_dynamic_paths=10, `a.b` UInt32, SKIP c, SKIP REGEXP 'x.*')",
            "Variant(Array(String), Int8, String)", "Dynamic", "Dynamic(max_types=3)", "Point", "MultiPolygon",
        ])
    func `what ClickHouse prints is read and printed alike`(text: String) throws {
        #expect(try DataType(parsing: text).description == text)
    }

    @Test(
        arguments: [
            (" Array ( Int8 ) ", "Array(Int8)"), ("Tuple(Int8,)", "Tuple(Int8)"), ("Tuple(\"a b\" Int8)", "Tuple(`a b` Int8)"),
            ("VARCHAR(20)", "String"), ("text", "String"), ("NATIONAL CHAR VARYING(3)", "String"), ("binary(3)", "FixedString(3)"),
            ("int", "Int32"), ("INT UNSIGNED", "UInt32"), ("INT(11) UNSIGNED", "UInt32"), ("bigint signed", "Int64"),
            ("Array(INT UNSIGNED)", "Array(UInt32)"), ("DOUBLE PRECISION", "Float64"), ("bOOl", "Bool"), ("json", "JSON"),
            ("Decimal", "Decimal(10, 0)"), ("NUMERIC(7,3)", "Decimal(7, 3)"), ("Decimal64(3)", "Decimal(18, 3)"),
            ("timestamp", "DateTime"), ("DateTime(3)", "DateTime64(3)"), ("DateTime64(3, '')", "DateTime64(3)"), ("DateTime32", "DateTime"),
            ("Enum('a', 'b')", "Enum8('a' = 1, 'b' = 2)"), ("Enum('a' = 1000, 'b')", "Enum16('a' = 1000, 'b' = 1001)"),
            ("Enum8('it''s' = 1)", #"Enum8('it\'s' = 1)"#), ("Enum8('b' = 2, 'a' = 1)", "Enum8('a' = 1, 'b' = 2)"),
            ("AggregateFunction(quantiles(0.50,.9), Float64)", "AggregateFunction(quantiles(0.5, 0.9), Float64)"),
            ("Nullable(SimpleAggregateFunction(sum, Int64))", "SimpleAggregateFunction(sum, Nullable(Int64))"),
            ("Variant(UInt8, String, UInt8)", "Variant(String, UInt8)"), ("JSON(SKIP a.b, `x y` String)", "JSON(`x y` String, SKIP `a.b`)"),
        ])
    func `other spellings are printed as ClickHouse does`(text: String, printed: String) throws {
        #expect(try DataType(parsing: text).description == printed)
    }

    @Test(
        arguments: [
            ("Nullable(String)", true), ("LowCardinality(Nullable(String))", true), ("SimpleAggregateFunction(max, Nullable(Int8))", true),
            ("String", false), ("Array(Nullable(String))", false),
        ])
    func `a type knows whether it stores NULL`(text: String, isNullable: Bool) throws {
        #expect(try DataType(parsing: text).isNullable == isNullable)
    }

    @Test func `a type knows whether it stores states`() throws {
        #expect(try DataType(parsing: "AggregateFunction(uniq, String)").isAggregateFunction)
        #expect(try !DataType(parsing: "SimpleAggregateFunction(sum, Int64)").isAggregateFunction)
        #expect(
            try DataType(parsing: "SimpleAggregateFunction(sum, Int64)")
                == .simpleAggregateFunction(function: "sum", .integer(bits: 64, isSigned: true)))
    }
}
