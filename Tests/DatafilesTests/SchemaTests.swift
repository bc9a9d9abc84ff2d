// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Datafiles
import Testing

struct SchemaTests {
    @Test(
        "A column has one normal form",
        arguments: [
            ("a Int32", "`a` Int32"), ("`a` Int32", "`a` Int32"), ("`a-b` String `json:$.x`", "`a-b` String `json:$.x`"),
            ("a String `JSON:$.a.b[:]`", "`a` String `json:$.a.b[:]`"), ("a `json:$.a` String", "`a` String `json:$.a`"),
            ("a DateTime `json:$.a` DEFAULT now() CODEC(Delta, ZSTD(1))", "`a` DateTime `json:$.a` DEFAULT now() CODEC(Delta, ZSTD(1))"),
            ("a DateTime default now() codec(LZ4) `json:$.a`", "`a` DateTime `json:$.a` DEFAULT now() CODEC(LZ4)"),
            ("a String DEFAULT 'it''s, -- a' `json:$.a`", "`a` String `json:$.a` DEFAULT 'it''s, -- a'"),
            ("a Array(Int8) DEFAULT [1, 2]", "`a` Array(Int8) DEFAULT [1, 2]"), ("a INT UNSIGNED", "`a` UInt32"),
            ("a Nullable(String) DEFAULT NULL", "`a` Nullable(String)"), ("a Enum8('x' = 1, 'y' = 2)", "`a` Enum8('x' = 1, 'y' = 2)"),
            ("a Nullable(SimpleAggregateFunction(max, Int64))", "`a` SimpleAggregateFunction(max, Nullable(Int64))"),
        ])
    func normalForms(column: String, normalForm: String) {
        let file = ParsedFile.schema(column)
        #expect(file.errors == [])
        #expect(file.columns == [normalForm])
    }

    @Test(
        "Commas may stand at either end of a line, and after the last column",
        arguments: [
            "a Int8,\n    b String", "a Int8\n    , b String", "a Int8, b String,",
            "a Int8, -- one\n    -- two\n    # three\n    b String -- `json:$.x`",
        ])
    func commas(columns: String) {
        #expect(ParsedFile.schema(columns).columns == ["`a` Int8", "`b` String"])
    }

    @Test(
        "What cannot be a column is refused at its place",
        arguments: [
            ("a", "2:5 Column name and either type or DEFAULT are required"),
            ("`` Int8", "2:5 Column name and either type or DEFAULT are required"),
            ("a String`json:$.a`", "2:19 Invalid character '$'"),
            ("a# String", "2:6 Column name contains invalid character '#'"), ("a Int32 # x", "2:13 Invalid character '#'"),
            ("a String DEFAULT b || c", "2:24 Invalid character '|'"), ("`a b` Int8", "2:7 Expected closing backtick"),
            ("a String `json:$.a", "2:23 Expected closing backtick"), ("a String DEFAULT 'x\\'y'", "2:28 Expected closing '"),
            ("a String DEFAULT f(1", "2:25 Expected closing )"), ("a Int8 DEFAULT, b Int8", "2:19 Missing mandatory value for DEFAULT"),
            ("a Int8 DEFAULT CODEC(LZ4)", "2:20 Missing mandatory value for DEFAULT"),
            ("a Int8 CODEC", "2:17 Missing mandatory value for CODEC"),
            ("a Int8 CODEC(LZ4) DEFAULT 1", "2:23 Unexpected DEFAULT after CODEC"),
            ("a Int8 `json:$.a` String", "2:23 Unexpected TYPE after JSONPATH"), ("a Int8 ALIAS b", "2:12 ALIAS columns are not supported"),
            ("a Int8 TTL b", "2:12 column TTL is not supported"), ("a Int8 NULL", "2:12 NULL column syntax not supported"),
            ("a Int8 NOT NULL", "2:12 NOT NULL column syntax not supported"), ("INDEX i a TYPE minmax", "2:5 Forbidden INDEX definition"),
            ("a Boolean", "2:7 Boolean type is not supported"), ("a DateTime64", "2:7 DateTime64 type without precision is not supported"),
            ("a Int", "2:7 Precision is mandatory for Int types"),
            ("c__error String", "2:5 Column name 'c__error' is reserved for the quarantine"),
            ("a Int8, a Int8", "2:13 Column 'a' is defined twice"), ("a Int8,, b Int8", "2:12 Column name contains invalid character ','"),
            ("a Int8 `json:a`", "2:12 Invalid JSON path 'a': a path starts with '$', like '$.name'"),
        ])
    func refusals(columns: String, error: String) {
        #expect(ParsedFile.schema(columns).errors == [error])
    }

    @Test(
        "Hints say what would be right",
        arguments: [
            ("a# String", "Hint: use backticks"), ("a Int8 NULL", "Hint: use Nullable(...)"),
            ("a Int8 NOT NULL", "Hint: Columns are not nullable by default"), ("a Boolean", "Hint: use Bool or UInt8 instead"),
            ("a UInt", "Hint: use one of UInt8, UInt16, UInt32, UInt64, UInt128, UInt256"),
            ("INDEX i a", "Indexes are not allowed in SCHEMA section. Use the INDEXES section instead"),
        ])
    func hints(columns: String, hint: String) {
        #expect(ParsedFile.schema(columns).hints == [hint])
    }

    @Test func `Of several paths the last counts`() {
        let file = ParsedFile.schema("a String `json:$.a` `json:$.b`")
        #expect(file.columns == ["`a` String `json:$.b`"])
        #expect(file.warnings == ["2:25 Column 'a' has several paths"])
    }

    @Test(
        "A column without type has that of its default",
        arguments: [
            ("42", "UInt8"), ("-300", "Int16"), ("70000", "UInt32"), ("1.5", "Float64"), ("'it''s'", "String"), ("true", "Bool"),
            ("now()", "DateTime"), ("toInt64(toUnixTimestamp(now()))", "Int64"), ("0::Nullable(Int32)", "Nullable(Int32)"),
            ("CAST(1 AS Int16)", "Int16"), ("CAST('a', 'LowCardinality(String)')", "LowCardinality(String)"),
        ])
    func inferredTypes(expression: String, type: String) {
        let column = ParsedFile.schema("a DEFAULT \(expression)").dataSource?.columns.first
        #expect(column?.type.description == type)
        #expect(column?.typeOrigin == .inferred)
    }

    @Test(
        "What only the engine knows stays open",
        arguments: ["b + 1", "f(1)", "toString(b)", "toString(0::Nullable(Int8))", "[1]", "now64(6)", "NULL", "1 + 1", "1e400"])
    func openTypes(expression: String) {
        let file = ParsedFile.schema("a DEFAULT \(expression), b Int8")
        #expect(file.dataSource?.columns.first?.typeOrigin == .open)
        #expect(file.warnings == ["2:5 The type of column 'a' cannot be told from its DEFAULT"])
        #expect(file.dataSource?.columns.first?.typed(.uuid).declaration == "`a` UUID DEFAULT \(expression)")
    }

    @Test func `Every faulty column is reported`() {
        let file = ParsedFile.schema("a Foo(1, 2),\n    b Int8,\n    c String DEFAULT @,\n    d")
        #expect(
            file.errors == [
                "2:7 Unknown data type family: Foo", "4:22 Invalid character '@'",
                "5:5 Column name and either type or DEFAULT are required",
            ])
    }

    @Test func `The engine takes columns without paths`() {
        let column = ParsedFile.schema("a\\b String `json:$.a` DEFAULT 'x'").dataSource?.columns.first
        #expect(column == nil)
        let quoted = ParsedFile.schema("`a\\b` String `json:$.a` DEFAULT 'x'").dataSource?.columns.first
        #expect(quoted?.declaration == "`a\\\\b` String DEFAULT 'x'")
    }

    @Test func `Without columns there is no data source`() {
        #expect(ParsedFile.dataSource("DESCRIPTION x\n").errors == ["1:1 SCHEMA is mandatory"])
        #expect(ParsedFile.dataSource("SCHEMA >\n    -- nothing\n").errors == ["1:1 SCHEMA is empty"])
        #expect(ParsedFile.dataSource("SCHEMA >\n").errors == ["1:1 SCHEMA is empty"])
    }

    @Test func `A mistake in a repeated schema counts`() {
        #expect(ParsedFile.dataSource("SCHEMA >\n    a\nSCHEMA >\n    a Int8\n").errors.count == 1)
        #expect(ParsedFile.dataSource("SCHEMA >\nSCHEMA >\n    a Int8\n").errors == ["1:1 SCHEMA is empty"])
    }

    @Test func `A schema may stand on one line`() {
        #expect(ParsedFile.dataSource("SCHEMA \"a Int32, b String\"\n").columns == ["`a` Int32", "`b` String"])
    }

    @Test func `Brackets without end cost nothing`() {
        let file = ParsedFile.schema("a String DEFAULT " + String(repeating: "(", count: 100_000))
        #expect(file.errors.count == 1)
    }

    @Test func `Columns have a limit`() {
        let columns = (0...DatafileLimits.columnCount).map { "c\($0) Int8" }.joined(separator: ",")
        #expect(ParsedFile.schema(columns).errors.count == 1)
    }
}
