// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Datafiles
import Ingestion
import Testing

struct RowPlanTests {
    @Test func `columns travel in the type the decoder writes`() throws {
        let plan = try Self.plan([
            ("id", "LowCardinality(String)", "$.id", nil), ("total", "SimpleAggregateFunction(sum, UInt64)", "$.total", nil),
            ("at", "Point", "$.at", nil), ("extra", "JSON", "$.extra", nil), ("o`dd", "Int8", "$.odd", nil),
        ])
        #expect(plan.insertColumns == ["id", "total", "at", "extra", "o`dd"])
        #expect(plan.inputStructure == "`id` String, `total` UInt64, `at` Tuple(Float64, Float64), `extra` String, `o\\`dd` Int8")
        #expect(plan.insertSelectItems.joined(separator: ", ") == "`id`, `total`, `at`, `extra`, `o\\`dd`")
    }

    @Test func `what JSON does not fill is not inserted`() throws {
        let plan = try Self.plan([
            ("id", "String", "$.id", nil), ("note", "Nullable(String)", nil, nil), ("at", "DateTime", nil, "now()"),
            ("sum", "AggregateFunction(sum, Int64)", nil, nil),
        ])
        #expect(plan.insertColumns == ["id"])
    }

    @Test(
        arguments: [
            ("Int32", "-5", "-5"), ("String", "'it''s'", "it's"), ("Array(String)", "[]", "[]"), ("Nullable(Int32)", "7", "7"),
            ("Nullable(Int32)", "NULL", "NULL"), ("Bool", "true", "1"), ("Enum8('x' = 1)", "'x'", "1"), ("Date", "'1970-01-02'", "1"),
            ("Decimal(9, 2)", "1.5", "150"),
        ])
    func `a literal default is filled in by the decoder`(type: String, expression: String, filled: String) throws {
        let plan = try Self.plan([("id", "Int8", "$.id", nil), ("a", type, "$.a", expression)])
        var decoder = NDJSONDecoder(plan: plan)
        let rows = decoder.decode(Array("{\"id\":1}\n{\"id\":2,\"a\":null}".utf8))
        #expect(BlockText.rows(of: rows.block) == [["1", filled], ["2", filled]])
        #expect(plan.insertSelectItems.joined(separator: ", ") == "`id`, `a`")
    }

    @Test(
        arguments: [
            ("DateTime", "now()", "Nullable(DateTime)", "`a`"),
            ("LowCardinality(String)", "upper(id)", "Nullable(String)", "`a`"),
            ("String", "5", "Nullable(String)", "`a`"),
            ("String", #"'a\\b'"#, "Nullable(String)", "`a`"),
            ("Int8", "'5'", "Nullable(Int8)", "`a`"),
            ("Nullable(Int8)", "id + 1", "Nullable(Int8)", "ifNull(CAST(`a`, 'Nullable(Int8)'), CAST(id + 1, 'Nullable(Int8)')) AS `a`"),
            ("Array(Int8)", "[id]", "Array(Array(Int8))", "if(empty(`a`), CAST([id], 'Array(Int8)'), `a`[1]) AS `a`"),
            ("Dynamic", "id", "Array(String)", "if(empty(`a`), CAST(id, 'Dynamic'), JSONExtract(`a`[1], 'Dynamic')) AS `a`"),
        ])
    func `any other default is left to the engine`(type: String, expression: String, wireType: String, selected: String) throws {
        let plan = try Self.plan([("id", "Int8", "$.id", nil), ("a", type, "$.a", expression)])
        #expect(plan.insertSelectItems.joined(separator: ", ") == "`id`, \(selected)")
        #expect(plan.inputStructure == "`id` Int8, `a` \(wireType)")
        var decoder = NDJSONDecoder(plan: plan)
        let missing = wireType.hasPrefix("Array") ? "[]" : "NULL"
        #expect(BlockText.rows(of: decoder.decode(Array(#"{"id":1}"#.utf8)).block) == [["1", missing]])
    }

    @Test func `the settings are those that the columns need`() throws {
        #expect(try Self.plan([("a", "String", "$.a", nil)]).insertSettings == ["insert_null_as_default": "1"])
        #expect(try Self.plan([("a", "Array(JSON)", "$.a", nil)]).insertSettings.keys.contains("type_json_skip_duplicated_paths"))
    }

    @Test(
        arguments: [
            ("Int32", nil, "column 'a' has neither a JSON path nor a DEFAULT, and is not Nullable: JSON rows cannot fill it"),
            (
                "Nullable(Int32)", nil,
                "no column has a JSON path, so JSON rows cannot fill the data source: write `json:$.key` behind a type"
            ),
            (
                "AggregateFunction(sum, Int8)", "$.a",
                "column 'a': states of aggregate functions cannot be read from JSON; remove its JSON path"
            ),
            ("String", "$.a[:]", "column 'a': the path $.a[:] yields an array, but the type is String"),
            ("Array(String)", "$.a[:].b[:]", "column 'a': the path $.a[:].b[:] yields an array, but the type is Array(String)"),
            ("DateTime('Mars/Base')", "$.a", "column 'a': there is no time zone 'Mars/Base'"),
            ("Array(Dynamic)", "$.a", "column 'a': the type Array(Dynamic) cannot be read from JSON; remove its JSON path"),
        ] as [(String, String?, String)])
    func `what can never be filled is refused`(type: String, path: String?, message: String) {
        let error = #expect(throws: RowPlanError.self) { try Self.plan([("a", type, path, nil)]) }
        #expect(error?.message == message)
    }

    static func plan(_ columns: [(name: String, type: String, path: String?, defaultExpression: String?)]) throws -> RowPlan {
        try RowPlan(
            columns: columns.map {
                ColumnSpecification(
                    name: $0.name, type: try DataType(parsing: $0.type), jsonPath: try $0.path.map { try JSONPath(parsing: $0) },
                    defaultExpression: $0.defaultExpression)
            })
    }
}
