// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

struct NDJSONDecoderTests {
    private static let idAndName: [(String, String, String?, String?)] = [("id", "Int32", "$.id", nil), ("name", "String", "$.name", nil)]

    // MARK: Bodies

    @Test(
        arguments: [
            "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n",
            "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}",
            "\n\n{\"id\":1,\"name\":\"a\"}\r\n  \t\n{ \"id\" : 2 , \"name\" : \"b\" } \r\n",
            "{\"name\":\"a\",\"id\":1,\"more\":[1,{\"id\":9}]}\n{\"id\":9,\"id\":2,\"n\\u0061me\":\"b\"}",
        ])
    func `lines are rows, however they end`(body: String) throws {
        let rows = try Self.decode(body, Self.idAndName)
        #expect(BlockText.rows(of: rows.block) == [["1", "a"], ["2", "b"]])
        #expect(rows.quarantined.isEmpty)
    }

    @Test(
        arguments: [
            ("{\"id\":1,\n\"name\":\"a\"}", [["1", "a"]]),
            (" [{\"id\":1,\"name\":\"a\"},\n{\"id\":2,\"name\":\"b\"}] ", [["1", "a"], ["2", "b"]]),
            ("[]", []), ("", []),
        ])
    func `a whole body is one object or an array of them`(body: String, expected: [[String]]) throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.idAndName))
        let rows = decoder.decodeJSON(Array(body.utf8))
        #expect(BlockText.rows(of: rows.block) == expected)
        #expect(rows.quarantined.isEmpty)
    }

    @Test func `a decoder starts every body afresh`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.idAndName))
        #expect(decoder.decode(Array("{\"id\":1,\"name\":\"a\"}\n{}".utf8)).rowCount == 1)
        let second = decoder.decode(Array("{\"id\":2,\"name\":\"b\"}".utf8))
        #expect(BlockText.rows(of: second.block) == [["2", "b"]])
        #expect(second.quarantined.isEmpty)
    }

    // MARK: Paths

    @Test func `values are found wherever their path leads`() throws {
        let rows = try Self.decode(
            #"{"u":{"n":"x"},"t":["a","b"],"i":[{"p":1.5},{}],"m":[{"v":[1,2]},{"v":[]}],"a.b":"q"}"#,
            [
                ("n", "String", "$.u.n", nil), ("t", "Array(String)", "$.t[:]", nil), ("p", "Array(Nullable(Float32))", "$.i[:].p", nil),
                ("v", "Array(Array(Int8))", "$.m[:].v[:]", nil), ("q", "String", "$['a.b']", nil), ("second", "String", "$.t[1]", nil),
                ("again", "String", "$.u.n", nil), ("u", "String", "$.u", nil),
            ])
        #expect(BlockText.rows(of: rows.block) == [["x", "[a,b]", "[1.5,NULL]", "[[1,2],[]]", "q", "b", "x", #"{"n":"x"}"#]])
    }

    @Test func `of equal keys the last counts, with all that is in it`() throws {
        let columns: [(String, String, String?, String?)] = [("x", "Nullable(Int8)", "$.a.x", nil), ("y", "Nullable(Int8)", "$.a.y", nil)]
        let rows = try Self.decode(#"{"a":{"x":1},"a":{"y":2}}"#, columns)
        #expect(BlockText.rows(of: rows.block) == [["NULL", "2"]])
    }

    // MARK: Quarantine

    @Test func `a bad row names every column at fault and costs no other row`() throws {
        let rows = try Self.decode(
            "{\"id\":1,\"name\":\"a\",\"n\":5}\n{\"id\":\"x\",\"n\":300}\n{\"id\":2,\"name\":\"b\",\"n\":6}",
            Self.idAndName + [("n", "UInt8", "$.n", nil), ("note", "Nullable(String)", nil, nil)])
        #expect(BlockText.rows(of: rows.block) == [["1", "a", "5"], ["2", "b", "6"]])
        let bad = try #require(rows.quarantined.first)
        #expect(rows.quarantined.count == 1)
        #expect(bad.line == 2)
        #expect(bad.columns == ["id", "name", "n"])
        #expect(
            bad.errors == ["value 'x' on column 'id' is not Int32", "missing required field 'name'", "value out of range for UInt8: '300'"])
        #expect(bad.values == ["x", nil, "300", nil])
    }

    @Test(
        arguments: [
            "not json", "[1]", "\"s\"", "5", "{\"id\":1", "{\"id\":1}}", "{\"id\":1} {\"id\":2}", "{\"id\":01}", "{\"id\":1,}", "{'id':1}",
            "{\"id\":tru}", "{\"id\" 1}", "{\"id\":}", "{,}", "{\"a\":\"b\":1}", "{\"id\":1]", "{\"id\":\"\\x\"}", "{\"id\":\"\\u12\"}",
            "{\"id\":\"a",
            "{\"id\":\"\u{1}\"}", "{\"id\":NaN}", "{\"id\":1.}", "{\"id\":.5}", "{\"id\":+1}", "{\"id\":-}", "{\"id\":1e}",
            "{\"id\":\"x\"y}", "\\", "}",
            "\u{FEFF}{\"id\":1}", "\0",
        ])
    func `a line that is no object is quarantined as it is`(line: String) throws {
        let rows = try Self.decode("{\"id\":1,\"name\":\"a\"}\n\(line)\n{\"id\":2,\"name\":\"b\"}", Self.idAndName)
        #expect(rows.rowCount == 2)
        #expect(rows.quarantined == [QuarantinedRow(line: 2, columns: [""], errors: ["invalid JSON"], values: [nil, line])])
    }

    @Test func `a line that is not UTF-8 is quarantined`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.idAndName))
        let rows = decoder.decode(Array("{\"id\":1,\"name\":\"".utf8) + [0xFF] + Array("\"}\n{\"id\":2,\"name\":\"b\"}".utf8))
        #expect(BlockText.rows(of: rows.block) == [["2", "b"]])
        #expect(rows.quarantined.map(\.errors) == [["invalid JSON"]])
        #expect(rows.quarantined.first?.values == [nil, "{\"id\":1,\"name\":\"\u{FFFD}\"}"])
    }

    @Test func `items of an array that are no objects are quarantined one by one`() throws {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.idAndName))
        let rows = decoder.decodeJSON(Array(#"[5, {"id":1,"name":"a"}, [1]]"#.utf8))
        #expect(rows.rowCount == 1)
        #expect(rows.quarantined.map(\.line) == [1, 3])
        #expect(rows.quarantined.map(\.values) == [[nil, "5"], [nil, "[1]"]])
    }

    @Test(arguments: [(63, true), (64, false), (200_000, false)])
    func `rows nest at most 64 levels`(arrays: Int, isAccepted: Bool) throws {
        let nested = String(repeating: "[", count: arrays) + String(repeating: "]", count: arrays)
        let rows = try Self.decode("{\"id\":1,\"name\":\"a\",\"x\":\(nested)}", Self.idAndName)
        #expect(rows.rowCount == (isAccepted ? 1 : 0))
        #expect(rows.quarantined.map(\.errors) == (isAccepted ? [] : [["nested deeper than 64 levels"]]))
    }

    @Test func `a row ends at ten mebibytes`() throws {
        let rows = try Self.decode("{\"id\":1,\"name\":\"\(String(repeating: "x", count: 10 << 20))\"}", Self.idAndName)
        #expect(rows.quarantined.map(\.errors) == [["row above 10 MiB"]])
        #expect(rows.quarantined.first?.values.last??.utf8.count == 8 << 10)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `no bytes can stop the decoder`(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\n", "\"id\"", "\"name\"", "1", "-", "1e9", "null", "true", " ", "\\u", "d800", "é",
            "\u{0}",
        ]
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(Self.idAndName + [("x", "Array(Map(String, Int8))", "$.x", "[]")]))
        for _ in 0..<2_000 {
            let body = (0..<Int.random(in: 0...24, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let rows = decoder.decode(Array(body.utf8))
            #expect(BlockText.rows(of: rows.block).count == rows.rowCount, "seed \(seed): \(body)")
            _ = decoder.decodeJSON(Array(body.utf8))
        }
    }

    private static func decode(_ body: String, _ columns: [(String, String, String?, String?)]) throws -> DecodedRows {
        var decoder = NDJSONDecoder(plan: try RowPlanTests.plan(columns))
        return decoder.decode(Array(body.utf8))
    }
}
