// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import NIOCore
import Testing

@testable import Ingestion

struct InsertShapeTests {
    private func shape() throws -> InsertShape {
        InsertShape(try RowPlanTests.plan([("id", "UInt32", "$.id", nil), ("at", "DateTime", "$.at", "now()")]), table: "t")
    }

    @Test func `a shape comes back from the log as it was`() throws {
        let shape = try self.shape()
        #expect(try InsertShape(shape.logShape) == shape)
        #expect(try self.shape().logShape == shape.logShape)
    }

    @Test func `other columns have another key`() throws {
        let other = InsertShape(try RowPlanTests.plan([("id", "UInt64", "$.id", nil)]), table: "t")
        #expect(try self.shape().logShape.key != other.logShape.key)
    }

    @Test func `a column that the table has no more is left out`() throws {
        let structure = "`id` UInt32, `at` Nullable(DateTime)"
        #expect(
            try self.shape().statement(into: "t", havingColumns: ["id", "at"])
                == "INSERT INTO `t` (`id`, `at`) SELECT `id`, `at` FROM input('\(structure)') FORMAT Native")
        #expect(
            try self.shape().statement(into: "t", havingColumns: ["id"])
                == "INSERT INTO `t` (`id`) SELECT `id` FROM input('\(structure)') FORMAT Native")
    }

    @Test func `small blocks are joined, others stand as they are`() throws {
        let plan = try RowPlanTests.plan([("id", "UInt32", "$.id", nil), ("at", "DateTime", "$.at", "now()")])
        let shape = InsertShape(plan, table: "t")
        var decoder = NDJSONDecoder(plan: plan)
        func record(_ ids: ClosedRange<Int>) throws -> RowsRecord {
            let block = try #require(decoder.decode(Array(ids.map { "{\"id\":\($0)}" }.joined(separator: "\n").utf8)).block)
            return RowsRecord(
                sequence: 1, shape: shape.logShape, rowCount: ids.count, block: block.bytes, quarantinedCount: 0, quarantined: [],
                requestID: "r", time: .now)
        }
        let (joined, large) = (try record(1...3).block, try record(9...20_000).block)
        let run = InsertRun(try [record(1...1), record(2...3), record(9...20_000), record(1...3)], shape: shape, token: "t")
        #expect(Array(run.rows.readableBytesView) == joined + large + joined)
    }

    @Test func `of a value that may be missing the quarantine has the text, or nothing`() throws {
        let shape = InsertShape(try RowPlanTests.plan([("tags", "Array(String)", "$.tags[:]", "[upper('x')]")]), table: "t")
        let statement = shape.quarantineStatement(into: "q", havingColumns: ["tags"], error: "", importID: "r")
        #expect(statement.contains(", 'r', if(empty(`tags`), NULL, toString(`tags`[1])) FROM input('`tags` Array(Array(String))')"))
    }

    @Test func `rows that the engine refuses become texts in the quarantine, with its words`() throws {
        #expect(
            try self.shape().quarantineStatement(into: "q", havingColumns: ["id"], error: "it's no", importID: "r").hasPrefix(
                "INSERT INTO `q` (c__error_column, c__error, c__import_id, `id`) SELECT [''], ['the database refused the row: it\\'s no'], 'r', toString(`id`) FROM input("
            ))
    }
}
