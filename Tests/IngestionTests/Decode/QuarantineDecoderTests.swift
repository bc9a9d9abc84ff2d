// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Datafiles
import Testing

@testable import Ingestion

struct QuarantineDecoderTests {
    private static let columns: [(String, String, String?, String?)] = [
        ("id", "UInt16", "$.id", nil), ("name", "String", "$.name", nil), ("tags", "Array(String)", "$.tags[:].label", nil),
        ("price", "Nullable(Float64)", nil, nil), ("state", "String", "$.state", "'new'"),
    ]

    private func decode(_ lines: [String]) throws -> QuarantineDecoder.Piece {
        let columns = try Self.columns.map { name, type, path, defaultExpression in
            ColumnSpecification(
                name: name, type: try DataType(parsing: type), jsonPath: try path.map { try JSONPath(parsing: $0) },
                defaultExpression: defaultExpression)
        }
        let text = lines.map { $0 + "\n" }.joined()
        return try QuarantineDecoder.decode(Array(text.utf8), plan: try RowPlan(columns: columns, format: .quarantine))
    }

    private static let names = #"["c__import_id", "gone", "name", "id", "tags", "price", "state"]"#

    @Test func `texts become values by the names of their columns`() throws {
        let piece = try self.decode([
            Self.names, #"["r", "x", "a\n\"b\"", " 300 ", "[{\"label\":\"t\"},{\"label\":\"u\"}]", "NULL", null]"#,
            #"[null, null, "", "7", "[]", "1.5", ""]"#,
        ])
        #expect(piece.rows.quarantined.isEmpty)
        #expect(piece.importIDs == ["r", nil])
        #expect(
            BlockText.rows(of: piece.rows.block) == [
                ["300", "a\n\"b\"", "[t,u]", "NULL", "new"], ["7", "", "[]", "1.5", ""],
            ])
    }

    @Test func `what still does not fit is quarantined again, with all that is wrong now and what brought it`() throws {
        let piece = try self.decode([
            Self.names, #"["r1", null, "a", "1", "[]", null, null]"#, #"["r2", null, null, "70000", "no list", "x", null]"#,
        ])
        #expect(piece.rows.rowCount == 1)
        let row = try #require(piece.rows.quarantined.first)
        #expect(piece.importID(of: row) == "r2")
        #expect(row.columns == ["id", "name", "tags", "price"])
        #expect(
            row.errors == [
                "value out of range for UInt16: '70000'", "missing required field 'name'",
                "value 'no list' on column 'tags' is not Array(String)",
                "value 'x' on column 'price' is not Float64",
            ])
        #expect(row.values == ["70000", nil, "no list", "x", nil])
    }

    @Test func `what is no JSON is not passed over`() {
        #expect(throws: JSONError.invalid) { try self.decode([Self.names, "[null"]) }
    }
}
