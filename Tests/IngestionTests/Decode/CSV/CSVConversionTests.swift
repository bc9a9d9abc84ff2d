// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

/// What the text of a field may be, one type at a time: sections 14 and 15 of the datafiles contract.
struct CSVConversionTests {
    @Test(
        arguments: [
            ("String", "x", "x"), ("String", " x ", " x "), ("String", "NULL", "NULL"), ("String", "[1]", "[1]"),
            ("FixedString(3)", "ab", "ab\0"), ("LowCardinality(String)", "x", "x"),
            ("Int32", "3", "3"), ("Int32", " -3\t", "-3"), ("Int32", "+3", "3"), ("Int32", "007", "7"), ("Int32", "3.0", "3"),
            ("Int32", "3e2", "300"),
            ("Int32", "3.5", "!value '3.5' on column 'a' is not Int32"), ("Int32", "x", "!value 'x' on column 'a' is not Int32"),
            ("Int32", "-", "!value '-' on column 'a' is not Int32"), ("Int32", "3x", "!value '3x' on column 'a' is not Int32"),
            ("Int32", "", "!value '' on column 'a' is not Int32"), ("Int32", "  ", "!value '  ' on column 'a' is not Int32"),
            ("Int32", "1_000", "!value '1_000' on column 'a' is not Int32"),
            ("UInt8", "300", "!value out of range for UInt8: '300'"), ("UInt8", "true", "1"),
            ("Int16", "true", "!value 'true' on column 'a' is not Int16"),
            ("UInt64", "18446744073709551615", "18446744073709551615"), ("UInt128", "12", "12"),
            ("Float32", "0.1", "0.1"), ("Float64", "+1.5", "1.5"), ("Float64", "1e400", "!value out of range for Float64: '1e400'"),
            ("Float64", "nan", "nan"), ("Float64", "-inf", "-inf"), ("Float64", "1.5.5", "!value '1.5.5' on column 'a' is not Float64"),
            ("Float64", "+-1", "!value '+-1' on column 'a' is not Float64"),
            ("Float32", "", "!value '' on column 'a' is not Float32"),
            ("Decimal(9, 2)", "-1.239", "-123"), ("Decimal(9, 2)", "x", "!value 'x' on column 'a' is not Decimal(9, 2)"),
            ("Bool", "true", "1"), ("Bool", "Off", "0"), ("Bool", "1", "1"), ("Bool", "2", "!value '2' on column 'a' is not Bool"),
            ("UUID", "61f0c404-5cb3-11e7-907b-a6006ad3dba0", "e711b35c04c4f061a0dbd36a00a67b90"), ("IPv4", "192.0.2.1", "3221225985"),
            ("Enum8('a' = 1, '2' = -2)", "2", "-2"), ("Enum8('a' = 1)", "1", "1"),
            ("Enum8('a' = 1)", "c", "!value 'c' on column 'a' is not Enum8('a' = 1)"),
            ("Date", "2024-02-29", "19782"), ("Date", "19782", "19782"),
            ("Date", "2025-02-30", "!value '2025-02-30' on column 'a' is not Date"),
            ("DateTime", "2024-01-02T03:04:05Z", "1704164645"), ("DateTime", "1700000000", "1700000000"),
            ("DateTime64(3)", "2024-01-02 03:04:05.123456", "1704164645123"), ("DateTime64(3)", "1700000000", "1700000000000"),
            ("DateTime64(3)", "1700000000.25", "1700000000250"),
            ("DateTime64(3)", "1.-5", "!value '1.-5' on column 'a' is not DateTime64(3)"),
        ])
    func `scalars`(type: String, field: String, expected: String) throws {
        #expect(try Self.convert(field, to: type) == expected)
    }

    @Test(
        arguments: [
            ("Array(String)", "['a','it''s','c\\'d']", "[a,it's,c'd]"), ("Array(String)", #"["a", "b\"c"]"#, #"[a,b"c]"#),
            ("Array(UInt8)", "[1, 2]", "[1,2]"), ("Array(UInt8)", "[]", "[]"), ("Array(Nullable(UInt8))", "[1,NULL,null]", "[1,NULL,NULL]"),
            ("Array(Array(UInt8))", "[[1],[]]", "[[1],[]]"), ("Array(Float64)", "[nan,-inf]", "[nan,-inf]"),
            ("Array(UInt8)", "1", "!value '1' on column 'a' is not Array(UInt8)"),
            ("Array(UInt8)", "[1],[2]", "!value '[1],[2]' on column 'a' is not Array(UInt8)"),
            ("Array(UInt8)", "[1", "!value '[1' on column 'a' is not Array(UInt8)"),
            ("Array(UInt8)", "]", "!value ']' on column 'a' is not Array(UInt8)"),
            ("Array(UInt8)", "[300]", "!value out of range for Array(UInt8): '[300]'"),
            ("Array(Date)", "['1970-01-02']", "[1]"),
            ("Map(String, UInt8)", "{'a':1,'b':2}", "{a:1,b:2}"), ("Map(UInt8, String)", "{1:'x', 2 : 'y'}", "{1:x,2:y}"),
            ("Tuple(UInt8, String)", "(1,'a')", "(1,a)"), ("Tuple(x UInt8, y String)", #"{"x":1,"y":"b"}"#, "(1,b)"),
            ("JSON", #"{"a": "it's (1)"}"#, #"{"a":"it's (1)"}"#), ("JSON", "x", "!value 'x' on column 'a' is not JSON"),
            ("Dynamic", "x", #""x""#), ("Dynamic", "5", "5"), ("Dynamic", "[1, 'b']", #"[1,"b"]"#), ("Point", "(1,2.5)", "(1.0,2.5)"),
        ])
    func `composites, as ClickHouse writes them or as JSON`(type: String, field: String, expected: String) throws {
        #expect(try Self.convert("\"\(field.replacing("\"", with: "\"\""))\"", to: type) == expected)
    }

    @Test(arguments: [1_000, 100_000])
    func `composites nest at most 64 levels`(levels: Int) throws {
        let nested = String(repeating: "[", count: levels)
        #expect(try CSVText("\"\(nested)\",1", [("a", "Array(UInt8)", nil), ("b", "UInt8", nil)]).quarantined.count == 1)
    }

    @Test(
        arguments: [
            ("Nullable(Int32)", nil, "", "NULL"), ("Nullable(Int32)", nil, "\"\"", "NULL"), ("Nullable(Int32)", nil, "\\N", "NULL"),
            ("Nullable(Int32)", nil, "NULL", "NULL"), ("Nullable(Float64)", nil, "None", "NULL"), ("Nullable(Date)", nil, " null ", "NULL"),
            ("Nullable(String)", nil, "", "NULL"), ("Nullable(String)", nil, "\"\"", ""), ("Nullable(String)", nil, "\\N", "NULL"),
            ("Nullable(String)", nil, "\"\\N\"", "\\N"), ("Nullable(String)", nil, "null", "null"),
            ("LowCardinality(Nullable(String))", nil, "", "NULL"),
            ("String", nil, "", ""), ("String", nil, "\"\"", ""), ("String", "'d'", "", "d"), ("String", "'d'", "\"\"", ""),
            ("String", "'d'", "\\N", "d"), ("String", nil, "\\N", "!missing required field 'a'"),
            ("Int32", "7", "", "7"), ("Int32", "7", "\\N", "7"), ("Int32", "7", "NULL", "!value 'NULL' on column 'a' is not Int32"),
            ("Nullable(Int32)", "7", "", "7"), ("DateTime", "now()", "", "NULL"), ("Array(Int8)", "[1 + 1]", "", "[]"),
            ("FixedString(2)", nil, "", "!value '' on column 'a' is not FixedString(2)"), ("FixedString(2)", nil, "\"\"", "\0\0"),
            ("Dynamic", nil, "", "null"), ("Array(Int8)", nil, "", "!value '' on column 'a' is not Array(Int8)"),
        ] as [(String, String?, String, String)])
    func `what is no value`(type: String, defaultExpression: String?, field: String, expected: String) throws {
        #expect(try Self.convert(field, to: type, default: defaultExpression) == expected)
    }

    @Test func `a bad row names every column at fault and keeps its raw texts`() throws {
        let columns: [(String, String, String?)] = [
            ("id", "Int32", nil), ("name", "String", nil), ("n", "UInt8", nil), ("t", "Nullable(Date)", nil),
        ]
        let decoded = try CSVText(
            "n,id,name,more\n1,2,a,\n300,x,\"say \"\"hi\"\"\",9\n3,4,b,\n", columns, options: CSVOptions(hasHeader: true))
        #expect(decoded.rows == [["2", "a", "1", "NULL"], ["4", "b", "3", "NULL"]])
        #expect(
            decoded.quarantined == [
                QuarantinedRow(
                    line: 3, columns: ["id", "n"],
                    errors: ["value 'x' on column 'id' is not Int32", "value out of range for UInt8: '300'"],
                    values: ["x", "say \"hi\"", "300", nil])
            ])
    }

    // MARK: Plans

    @Test func `paths mean nothing, states of aggregates are left out`() throws {
        let columns: [(String, String, String?)] = [
            ("a", "Int8", nil), ("s", "AggregateFunction(sum, Int8)", nil), ("b", "Array(Int8)", nil),
        ]
        let plan = try CSVText.plan(columns)
        #expect(plan.insertColumns == ["a", "b"])
        #expect(try CSVText("1,[]\n", columns).rows == [["1", "[]"]])
    }

    @Test(
        arguments: [
            (
                "Nested(x Int8)",
                "column 'a': Nested cannot be read from CSV as a whole: declare its columns as arrays, like `items.id` Array(Int64)"
            ),
            ("Array(Dynamic)", "column 'a': the type Array(Dynamic) cannot be read from CSV"),
            ("AggregateFunction(sum, Int8)", "no column can be filled from CSV: all hold states of aggregate functions"),
        ])
    func `what can never be filled is refused`(type: String, message: String) {
        let error = #expect(throws: RowPlanError.self) { try CSVText.plan([("a", type, nil)]) }
        #expect(error?.message == message)
    }

    /// The value as the block has it, or the error behind an exclamation mark.
    private static func convert(_ field: String, to type: String, default defaultExpression: String? = nil) throws -> String {
        let decoded = try CSVText("\(field),1\n", [("a", type, defaultExpression), ("b", "Int8", nil)])
        return decoded.rows.first?.first ?? "!" + (decoded.quarantined.first?.errors.first ?? "nothing")
    }
}
