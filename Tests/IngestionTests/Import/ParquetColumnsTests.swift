// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

@testable import Ingestion

struct ParquetColumnsTests {
    private static let file = [
        ("id", "Nullable(Int64)"), ("user_id", "Nullable(Int64)"),
        ("geo", "Tuple(lat Nullable(Float64), place Tuple(city Nullable(String)))"),
        ("items", "Array(Tuple(price Nullable(Float64)))"), ("tags", "Array(Nullable(String))"), ("odd `name`", "Tuple(`a) b` String)"),
        ("strange", "Strange(1)"),
    ].map { ParquetColumns.FileColumn(name: $0.0, type: $0.1) }

    private func columns(_ schema: String) throws -> ParquetColumns {
        let file = ProjectFile(path: "visits.datasource", text: "SCHEMA >\n    \(schema)\n\nENGINE_SORTING_KEY tuple()\n")
        let definition = try #require(Project.parse([file]).project.dataSources.first)
        return try ParquetColumns(Self.file, filling: definition.columns, of: "visits")
    }

    @Test(arguments: [
        ("`id` Int64 `json:$.id`", "`id`"), ("`id` Int64", "`id`"),
        // The path wins over the name.
        ("`id` Int64 `json:$.user_id`", "`user_id`"),
        ("`tags` Array(String) `json:$.tags[:]`", "`tags`"),
        ("`city` String `json:$.geo.place.city`", "tupleElement(tupleElement(`geo`, 'place'), 'city')"),
        ("`price` Array(Float64) `json:$.items[:].price`", "tupleElement(`items`, 'price')"),
        // A path that leads nowhere: its last name is a column of a flat file.
        ("`u` Int64 `json:$.body.user_id`", "`user_id`"),
    ])
    func `a column is found by its path, its name, or the last name of its path`(schema: String, expression: String) throws {
        #expect(try self.columns(schema).fillings.map(\.expression) == [expression])
    }

    @Test func `a type that is not understood is not read`() throws {
        let columns = try self.columns("`id` Int64 `json:$.id`,\n    `strange` Nullable(String) `json:$.strange`")
        #expect(columns.used.map(\.name) == ["id"])
    }

    @Test func `only what is needed is read, and what may be missing is left out`() throws {
        let columns = try self.columns(
            "`id` Int64 `json:$.id`,\n    `note` Nullable(String) `json:$.note`,\n    `n` Int8 `json:$.n` DEFAULT 1")
        #expect(columns.used.map(\.name) == ["id"])
        #expect(columns.fillings.map(\.column) == ["id"])
    }

    @Test func `what cannot match is told with what the file has`() {
        let names = Self.file.map(\.name)
        #expect(throws: ParquetError.noColumn(dataSource: "visits", fileColumns: names)) { try self.columns("`x` Int64 `json:$.x`") }
        #expect(throws: ParquetError.missing(["x", "y"], fileColumns: names)) {
            try self.columns("`id` Int64 `json:$.id`,\n    `x` Int64 `json:$.x`,\n    `y` String `json:$.geo.y`")
        }
    }
}
