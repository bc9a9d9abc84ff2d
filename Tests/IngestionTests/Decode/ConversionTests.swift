// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Datafiles
import Ingestion
import Testing

/// The conversion table of section 14 of the datafiles contract, one type at a time.
struct ConversionTests {
    @Test(
        arguments: [
            ("String", #""x""#, "x"), ("String", "1.50", "1.50"), ("String", "true", "true"), ("String", #""""#, ""),
            ("String", #"{"a": [1, "b c"], "d": "\" " }"#, #"{"a":[1,"b c"],"d":"\" "}"#),
            ("String", #""\u00e9\ud83d\ude00\ud800x""#, "é😀\u{FFFD}x"),
            ("LowCardinality(Nullable(String))", "null", "NULL"), ("FixedString(3)", #""ab""#, "ab\0"),
            ("Int8", "-128", "-128"), ("UInt8", "3e2", "!value out of range for UInt8: '3e2'"), ("Int16", "3e2", "300"),
            ("Int32", "3.0", "3"), ("Int32", "-0", "0"), ("Int8", "true", "1"),
            ("Int16", "true", "!value 'true' on column 'a' is not Int16"),
            ("UInt8", "300", "!value out of range for UInt8: '300'"), ("UInt8", "-1", "!value out of range for UInt8: '-1'"),
            ("Int32", "3.5", "!value '3.5' on column 'a' is not Int32"), ("Int32", #""3""#, "!value '3' on column 'a' is not Int32"),
            ("UInt64", "18446744073709551615", "18446744073709551615"),
            ("UInt64", "18446744073709551616", "!value out of range for UInt64: '18446744073709551616'"),
            ("Int64", "-9223372036854775808", "-9223372036854775808"),
            ("Int64", "9223372036854775808", "!value out of range for Int64: '9223372036854775808'"),
            ("Int64", "1e99999999999", "!value out of range for Int64: '1e99999999999'"), ("Int64", "0e99999999999", "0"),
            ("Int128", "-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728"),
            ("UInt128", #""12""#, "12"), ("UInt128", #""x""#, "!value 'x' on column 'a' is not UInt128"),
            ("Float32", "0.1", "0.1"), ("Float32", "1e39", "!value out of range for Float32: '1e39'"), ("Float64", "1e-400", "0.0"),
            ("Float64", "1e400", "!value out of range for Float64: '1e400'"), ("Float64", #""nan""#, "nan"),
            ("Float64", #""-inf""#, "-inf"),
            ("Float32", #""x""#, "!value 'x' on column 'a' is not Float32"), ("BFloat16", "1.5", "1.5"),
            ("Decimal(9, 2)", "-1.239", "-123"), ("Decimal(9, 2)", #""12.5""#, "1250"),
            ("Decimal(38, 1)", "1e30", "\(1)" + String(repeating: "0", count: 31)),
            ("Decimal(9, 2)", "12345678", "!value out of range for Decimal(9, 2): '12345678'"),
            ("Bool", "true", "1"), ("Bool", "0", "0"), ("Bool", #""Enabled""#, "1"), ("Bool", #""No""#, "0"),
            ("Bool", "2", "!value '2' on column 'a' is not Bool"), ("Bool", #""no""#, "!value 'no' on column 'a' is not Bool"),
            ("UUID", #""61f0c404-5cb3-11e7-907b-a6006ad3dba0""#, "e711b35c04c4f061a0dbd36a00a67b90"),
            ("UUID", #""61f0c4045cb311e7907ba6006ad3dba0""#, "!value '61f0c4045cb311e7907ba6006ad3dba0' on column 'a' is not UUID"),
            ("Enum8('a' = 1, 'b' = -2)", #""b""#, "-2"), ("Enum16('a' = 1000)", "1000", "1000"),
            ("Enum8('a' = 1)", #""c""#, "!value 'c' on column 'a' is not Enum8('a' = 1)"),
        ] as [(String, String, String)])
    func `scalars`(type: String, json: String, expected: String) throws {
        #expect(try Self.convert(json, to: type) == expected)
    }

    @Test(
        arguments: [
            ("Date", #""2024-02-29""#, "19782"), ("Date", "65535", "65535"), ("Date", #""1970-01-01""#, "0"),
            ("Date", #""2025-02-30""#, "!value '2025-02-30' on column 'a' is not Date"),
            ("Date", #""2149-06-07""#, "!value out of range for Date: '2149-06-07'"), ("Date", "-1", "!value out of range for Date: '-1'"),
            ("Date32", #""1900-01-01""#, "-25567"), ("Date32", #""2299-12-31""#, "120529"),
            ("Date32", #""2300-01-01""#, "!value out of range for Date32: '2300-01-01'"),
            ("DateTime", #""2024-01-02 03:04:05""#, "1704164645"), ("DateTime", #""2024-01-02T03:04:05Z""#, "1704164645"),
            ("DateTime", #""2024-01-02T03:04:05.999+01:00""#, "1704161045"), ("DateTime", #""2024-01-02 03:04:05-0130""#, "1704170045"),
            ("DateTime", #""2024-01-02""#, "1704153600"), ("DateTime", "1700000000", "1700000000"),
            ("DateTime", #""1700000000""#, "1700000000"),
            ("DateTime", #""2106-02-07 06:28:15""#, "4294967295"),
            ("DateTime", #""2106-02-07 06:28:16""#, "!value out of range for DateTime: '2106-02-07 06:28:16'"),
            ("DateTime", #""1969-12-31 23:59:59""#, "!value out of range for DateTime: '1969-12-31 23:59:59'"),
            ("DateTime", #""2024-01-02 24:00:00""#, "!value '2024-01-02 24:00:00' on column 'a' is not DateTime"),
            ("DateTime", #""2024-01-02 03:04""#, "!value '2024-01-02 03:04' on column 'a' is not DateTime"),
            ("DateTime", #""2024-01-02 03:04:05.""#, "!value '2024-01-02 03:04:05.' on column 'a' is not DateTime"),
            ("DateTime", "1700000000.5", "!value '1700000000.5' on column 'a' is not DateTime"),
            ("DateTime('Europe/Berlin')", #""2024-07-02 03:04:05""#, "1719882245"),
            ("DateTime('Europe/Berlin')", #""2024-07-02 03:04:05Z""#, "1719889445"),
            ("DateTime('Europe/Berlin')", #""2024-03-31 02:30:00""#, "1711845000"),
            ("DateTime('Europe/Berlin')", #""2024-10-27 02:30:00""#, "1729989000"),
            ("DateTime64(3)", #""2024-01-02 03:04:05.123456""#, "1704164645123"),
            ("DateTime64(6)", #""2024-01-02T03:04:05.5Z""#, "1704164645500000"),
            ("DateTime64(3)", #""1969-12-31 23:59:59.5""#, "-500"), ("DateTime64(3)", "1700000000", "1700000000000"),
            ("DateTime64(3)", "1700000000123", "1700000000123"), ("DateTime64(3)", "1700000000.25", "1700000000250"),
            ("DateTime64(3)", "9908870399", "9908870399000"), ("DateTime64(3)", "9908870400", "9908870400"),
            ("DateTime64(3)", #""2300-01-01 00:00:00""#, "!value out of range for DateTime64(3): '2300-01-01 00:00:00'"),
            ("DateTime64(9)", #""2299-12-31 23:59:59""#, "!value out of range for DateTime64(9): '2299-12-31 23:59:59'"),
            ("DateTime64(9)", "-9223372036854775808", "!value out of range for DateTime64(9): '-9223372036854775808'"),
        ] as [(String, String, String)])
    func `dates and times`(type: String, json: String, expected: String) throws {
        #expect(try Self.convert(json, to: type) == expected)
    }

    @Test(
        arguments: [
            ("IPv4", "192.0.2.1", "3221225985"), ("IPv4", "256.1.1.1", nil), ("IPv4", "1.2.3", nil), ("IPv4", "01.2.3.4", nil),
            ("IPv6", "2001:db8::1", "20010db8000000000000000000000001"), ("IPv6", "::", "00000000000000000000000000000000"),
            ("IPv6", "1:2:3:4:5:6:7:8", "00010002000300040005000600070008"), ("IPv6", "::ffff:1.2.3.4", "00000000000000000000ffff01020304"),
            ("IPv6", "1.2.3.4", "00000000000000000000ffff01020304"), ("IPv6", "1::", "00010000000000000000000000000000"),
            ("IPv6", "1::2::3", nil), ("IPv6", "1:2", nil), ("IPv6", ":1", nil), ("IPv6", "1:2:3:4:5:6:7:8:9", nil),
            ("IPv6", "12345::", nil),
        ] as [(String, String, String?)])
    func `addresses`(type: String, text: String, expected: String?) throws {
        #expect(try Self.convert("\"\(text)\"", to: type) == expected ?? "!value '\(text)' on column 'a' is not \(type)")
    }

    @Test(
        arguments: [
            ("Array(UInt8)", "[1,2]", "[1,2]"), ("Array(UInt8)", "[]", "[]"), ("Array(Array(Int64))", "[[1,2],[],[3]]", "[[1,2],[],[3]]"),
            ("Array(Nullable(String))", #"["a",null]"#, "[a,NULL]"),
            ("Array(UInt8)", "[1,300]", "!value out of range for Array(UInt8): '[1,300]'"),
            ("Array(UInt8)", "[null]", "!value '[null]' on column 'a' is not Array(UInt8)"),
            ("Array(UInt8)", "5", "!value '5' on column 'a' is not Array(UInt8)"),
            ("Map(String, UInt8)", #"{"a":1,"b":2,"a":3}"#, "{a:3,b:2}"), ("Map(UInt8, LowCardinality(String))", #"{"1":"x"}"#, "{1:x}"),
            ("Map(UInt8, String)", #"{"x":"x"}"#, #"!value '{"x":"x"}' on column 'a' is not Map(UInt8, String)"#),
            ("Tuple(UInt8, String)", #"[1,"a"]"#, "(1,a)"),
            ("Tuple(UInt8, String)", "[1]", "!value '[1]' on column 'a' is not Tuple(UInt8, String)"),
            ("Tuple(x UInt8, y Nullable(String))", #"{"y":"q","x":3}"#, "(3,q)"),
            ("Tuple(x UInt8, y Nullable(String))", #"{"x":3}"#, "(3,NULL)"),
            ("Tuple(Array(UInt8), Map(String, Int8))", #"[[1],{"k":2}]"#, "([1],{k:2})"),
            ("Nullable(Int32)", "null", "NULL"), ("SimpleAggregateFunction(sum, UInt64)", "1", "1"), ("Point", "[1,2.5]", "(1.0,2.5)"),
            ("JSON", #"{"a": 1, "a": "\ud800"}"#, "{\"a\":\"\u{FFFD}\"}"), ("JSON", "[1]", "!value '[1]' on column 'a' is not JSON"),
            ("JSON", #"{"a":1e400}"#, #"!value out of range for JSON: '{"a":1e400}'"#),
            ("Dynamic", #""x""#, #""x""#), ("Dynamic", "null", "null"), ("Variant(String, UInt64)", "[1, 2]", "[1,2]"),
        ] as [(String, String, String)])
    func `composites`(type: String, json: String, expected: String) throws {
        #expect(try Self.convert(json, to: type) == expected)
    }

    @Test func `arrays end at a hundred thousand items`() throws {
        let items = Array(repeating: "1", count: 100_001)
        #expect(
            try Self.convert("[\(items.joined(separator: ","))]", to: "Array(UInt8)") == "!value on column 'a' has more than 100000 items")
    }

    /// The value as the block has it, or the error behind an exclamation mark.
    private static func convert(_ json: String, to type: String) throws -> String {
        let column = ColumnSpecification(name: "a", type: try DataType(parsing: type), jsonPath: try JSONPath(parsing: "$.a"))
        var decoder = NDJSONDecoder(plan: try RowPlan(columns: [column]))
        let rows = decoder.decode(Array(#"{"a":\#(json)}"#.utf8))
        return BlockText.rows(of: rows.block).first?.first ?? "!" + (rows.quarantined.first?.errors.first ?? "nothing")
    }
}
