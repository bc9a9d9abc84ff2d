// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Foundation
import Ingestion
import Testing

/// What a sample says of the data source that could hold it: section 7 of the HTTP contract.
struct SampleAnalyzerTests {
    @Test func `the answer is that of the contract`() throws {
        var analysis = try Self.analyze(
            "{\"ts\":\"2026-01-01 00:00:00\",\"v\":40000,\"t\":[1,2]}\n{\"ts\":\"2026-01-02 00:00:00\",\"v\":1}\n")
        analysis.elapsed = .milliseconds(1)
        #expect(
            try Self.json(analysis) == #"""
                {"analysis":{"columns":[{"name":"ts","path":"$.ts","present_pct":1,"recommended_type":"DateTime"},{"name":"v","path":"$.v","present_pct":1,"recommended_type":"Int64"},{"name":"t","path":"$.t[:]","present_pct":0.5,"recommended_type":"Array(Int16)"}],"schema":"`ts` DateTime `json:$.ts`, `v` Int64 `json:$.v`, `t` Array(Int16) `json:$.t[:]` DEFAULT []"},"preview":{"data":[{"t":[1,2],"ts":"2026-01-01 00:00:00","v":40000},{"t":null,"ts":"2026-01-02 00:00:00","v":1}],"meta":[{"name":"ts","type":"DateTime"},{"name":"v","type":"Int64"},{"name":"t","type":"Array(Int16)"}],"rows":2,"statistics":{"bytes_read":84,"elapsed":0.001,"rows_read":2}}}
                """#)
    }

    @Test func `the answer for CSV has no paths but a dialect`() throws {
        let analysis = try Self.analyze("Id;Price (€)\n1;2.5\n2;\n")
        #expect(
            try Self.json(analysis) == #"""
                {"analysis":{"columns":[{"name":"id","present_pct":1,"recommended_type":"Int16"},{"name":"price____","present_pct":0.5,"recommended_type":"Float32"}],"schema":"`id` Int16, `price____` Nullable(Float32)"},"dialect":{"delimiter":";","has_header":true},"preview":{"data":[{"id":1,"price____":2.5},{"id":2,"price____":null}],"meta":[{"name":"id","type":"Int16"},{"name":"price____","type":"Nullable(Float32)"}],"rows":2,"statistics":{"bytes_read":24,"elapsed":0,"rows_read":2}}}
                """#)
    }

    // MARK: NDJSON

    @Test(
        arguments: [
            (#"{"a":{"b":{"c":1}},"d":"x"}"#, "`a_b_c` Int16 `json:$.a.b.c`, `d` String `json:$.d`"),
            (#"{"a":{"items":[1,2,3]}}"#, "`a_items` Array(Int16) `json:$.a.items[:]`"),
            (
                #"{"i":[{"sku":"a","n":{"x":1}},{"sku":"b","n":{"x":null}}]}"#,
                "`i_sku` Array(String) `json:$.i[:].sku`, `i_n_x` Array(Nullable(Int16)) `json:$.i[:].n.x`"
            ),
            (#"{"i":[{"t":["a"]},{"t":[]}]}"#, "`i_t` Array(Array(String)) `json:$.i[:].t[:]`"),
            (#"{"i":[{"t":["a"]},{}]}"#, "`i_t` Array(Nullable(String)) `json:$.i[:].t`"),
            (#"{"m":[[1,2],[300]]}"#, "`m` Array(Array(Int32)) `json:$.m[:]`"),
            (#"{"m":[[{"a":1}]]}"#, "`m` Array(Array(String)) `json:$.m[:]`"),
            (#"{"a":[],"o":{},"n":null}"#, "`a` Array(String) `json:$.a[:]`, `o` String `json:$.o`, `n` Nullable(String) `json:$.n`"),
            (#"{"a":[1,null]}"#, "`a` Array(Nullable(Int16)) `json:$.a[:]`"),
            (#"{"a":[1,"x",{}]}"#, "`a` Array(String) `json:$.a[:]`"),
            ("{\"a\":1}\n{\"a\":\"x\"}", "`a` String `json:$.a`"),
            ("{\"a\":{\"b\":1}}\n{\"a\":[1]}\n{}", "`a` Nullable(String) `json:$.a`"),
            (
                "{\"a\":{\"b\":1}}\n{\"a\":{\"c\":true}}\n{\"a\":null}",
                "`a_b` Nullable(Int16) `json:$.a.b`, `a_c` Nullable(Bool) `json:$.a.c`"
            ),
            (
                #"{"we.ird":1,"2nd":2,"é-x":3,"userId":4}"#,
                "`we_ird` Int16 `json:$['we.ird']`, `c_2nd` Int16 `json:$.2nd`, `__x` Int16 `json:$.é-x`, `userId` Int16 `json:$.userId`"
            ),
            (
                #"{"a":{"b":1},"a_b":2,"":3,"index":4}"#,
                "`a_b` Int16 `json:$.a.b`, `a_b_2` Int16 `json:$.a_b`, `column_02` Int16 `json:$['']`, `index_2` Int16 `json:$.index`"
            ),
            (#"{"a b":1,"c":{"d e":1}}"#, "`c` String `json:$.c`"),
            ("{\"a\":1}\nno\n[1]\n{\"a\"", "`a` Int16 `json:$.a`"),
        ])
    func `keys become columns`(sample: String, schema: String) throws {
        #expect(try Self.analyze(sample).schema == schema)
        try Self.expectEveryRowFits(sample)
    }

    @Test(
        arguments: [
            ("0", "Int16"), ("-128", "Int16"), ("128", "Int32"), ("32767", "Int32"), ("32768", "Int64"), ("9223372036854775807", "Int64"),
            ("9223372036854775808", "UInt64"), ("18446744073709551616", "String"), ("-9223372036854775809", "String"),
            ("1e999999", "String"),
            ("1.5", "Float32"), ("3.0", "Float32"), ("8388608.5", "Float64"), ("1e400", "String"),
            ("true", "Bool"), ("\"x\"", "String"), ("\"1\"", "String"), ("\"\"", "String"),
            ("\"2024-01-31\"", "Date"), ("\"1969-12-31\"", "Date32"), ("\"2150-01-01\"", "Date32"), ("\"1800-01-01\"", "String"),
            ("\"2024-02-30\"", "String"),
            ("\"2024-01-31T10:00:00Z\"", "DateTime"), ("\"2024-01-31 10:00:00+02:00\"", "DateTime"),
            ("\"2024-01-31 10:00:00.1\"", "DateTime64(3)"), ("\"2024-01-31 10:00:00.123456\"", "DateTime64(6)"),
            ("\"2024-01-31 10:00:00.123456789Z\"", "DateTime64(9)"), ("\"1950-01-01 00:00:00.123456789\"", "DateTime64(6)"),
            ("\"1950-01-01 00:00:00\"", "DateTime64(3)"), ("\"1800-01-01 00:00:00\"", "String"), ("\"2024-01-31 10:00\"", "String"),
        ])
    func `a value has a type`(json: String, type: String) throws {
        let sample = "{\"a\":\(json)}"
        #expect(try Self.analyze(sample).schema == "`a` \(type) `json:$.a`")
        try Self.expectEveryRowFits(sample)
    }

    @Test(
        arguments: [
            ("1", "2.5", "Float32"), ("9000000", "2.5", "Float64"), ("true", "1", "String"),
            ("\"2024-01-31\"", "\"2024-01-31 10:00:00\"", "DateTime"),
            ("\"2024-01-31\"", "\"x\"", "String"), ("-1", "9223372036854775808", "String"), ("\"2024-01-31\"", "5", "String"),
        ])
    func `values agree on a type`(first: String, second: String, type: String) throws {
        let sample = "{\"a\":\(first)}\n{\"a\":\(second)}"
        #expect(try Self.analyze(sample).schema == "`a` \(type) `json:$.a`")
        try Self.expectEveryRowFits(sample)
    }

    @Test func `an object with data for keys becomes text`() throws {
        let many = (0..<101).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(try Self.analyze("{\"a\":{\(many)}}").schema == "`a` String `json:$.a`")
    }

    // MARK: CSV

    @Test(
        arguments: [
            ("VIN (1-10),2020 Census,City\nx,5,\"a,b\"\n", "`vin__1_10_` String, `c_2020_census` Int16, `city` String"),
            ("1,a\n2,b\n", "`column_00` Int16, `column_01` String"),
            ("a,b\n", "`a` String, `b` String"), ("a,A\nx,y\n", "`column_00` String, `column_01` String"),
            ("id,flag,day,at\n1,true,2024-01-31,2024-01-31T10:00:00.5Z\n", "`id` Int16, `flag` Bool, `day` Date, `at` DateTime64(3)"),
            ("a,b,c\n\\N,NULL,\n1,2.5,x\n", "`a` Nullable(Int16), `b` Nullable(Float32), `c` Nullable(String)"),
            ("a,b\n007,+5\n1,.5\n", "`a` Int16, `b` Float32"),
            ("a;b\n\"['x','y']\";\"[1,2]\"\n\"[]\";\"[300]\"\n", "`a` Array(String), `b` Array(Int32)"),
            ("a;b\n[1];[1]\nNULL;\\N\n", "`a` Nullable(String), `b` Array(Int16) DEFAULT []"),
            ("a,b\n1,nan\n2,1e400\n3,[oops\n", "`a` Int16, `b` String"),
            ("a,b\n1,2\n3\n4,5,6\n", "`a` Int16, `b` Int16"),
            ("\u{FEFF}a\tb\r\n1\t2\r\n", "`a` Int16, `b` Int16"),
        ])
    func `fields become columns`(sample: String, schema: String) throws {
        #expect(try Self.analyze(sample).schema == schema)
        try Self.expectEveryRowFits(sample)
    }

    @Test func `what the caller says of CSV is not guessed`() throws {
        let analysis = try SampleAnalyzer.analyze(
            Array("a,b;c\n1,2;3\n".utf8), as: .csv, options: CSVOptions(delimiter: UInt8(ascii: ";"), hasHeader: false))
        #expect(analysis.schema == "`column_00` String, `column_01` String")
    }

    @Test func `the last record of a cut sample does not count`() throws {
        let record = "1,\(String(repeating: "a", count: 1000))\n"
        let sample = String(repeating: record, count: (1 << 20) / record.utf8.count) + "x,"
        let cut = sample + String(repeating: "y", count: (1 << 20) - sample.utf8.count)
        #expect(try Self.analyze(cut).schema == "`column_00` Int16, `column_01` String")
        #expect(try Self.analyze(sample).schema == "`column_00` String, `column_01` Nullable(String)")
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}"])
    func `nothing can be said of nothing`(sample: String) {
        let error = #expect(throws: AnalysisError.self) { try Self.analyze(sample) }
        #expect(error?.message == "the sample has no record")
    }

    @Test(arguments: [
        ("{", "no line of the sample is a JSON object"), ("{}", "no row of the sample has a key that a column can be made for"),
    ])
    func `rows without keys have no schema`(sample: String, message: String) {
        let error = #expect(throws: AnalysisError.self) { try Self.analyze(sample) }
        #expect(error?.message == message)
    }

    @Test(arguments: [2_000, 100_000])
    func `more columns than a schema has are refused`(count: Int) {
        let fields = String(repeating: "a,", count: count)
        #expect(throws: AnalysisError.self) { try Self.analyze(fields) }
        let keys = (0..<count).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(throws: AnalysisError.self) { try Self.analyze("{\(keys)}") }
    }

    @Test(arguments: [("PAR1x", SampleFormat.parquet), ("\u{FEFF} \n{\"a\":1}", .rows(.json)), ("a,b", .rows(.csv)), ("", .rows(.csv))])
    func `a sample says its format`(sample: String, format: SampleFormat) {
        #expect(SampleFormat(guessing: Array(sample.utf8)) == format)
    }

    private static func analyze(_ sample: String) throws -> Analysis {
        let isCSV = SampleFormat(guessing: Array(sample.utf8)) == .rows(.csv)
        return try SampleAnalyzer.analyze(Array(sample.utf8), as: isCSV ? .csv : .json)
    }

    /// A data source of the guessed schema takes every row of the sample that is one.
    private static func expectEveryRowFits(_ sample: String) throws {
        let analysis = try Self.analyze(sample)
        let columns = analysis.columns.map {
            ColumnSpecification(name: $0.name, type: $0.columnType, jsonPath: $0.path, defaultExpression: $0.defaultExpression)
        }
        let plan = try RowPlan(columns: columns, format: analysis.dialect == nil ? .json : .csv)
        var quarantined: [QuarantinedRow] = []
        if analysis.dialect == nil {
            var decoder = NDJSONDecoder(plan: plan)
            quarantined = decoder.decode(Array(sample.utf8)).quarantined
        } else {
            var decoder = CSVDecoder(plan: plan)
            quarantined = decoder.push(Array(sample.utf8)).quarantined + decoder.finish().quarantined
        }
        #expect(quarantined.filter { $0.columns != [""] }.isEmpty)
    }

    private static func json(_ analysis: Analysis) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(analysis), as: UTF8.self)
    }
}
