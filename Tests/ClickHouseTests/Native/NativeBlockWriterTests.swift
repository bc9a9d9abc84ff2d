// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

struct NativeBlockWriterTests {
    @Test func `a block is its columns one after the other`() throws {
        let writer = try self.makeWriter([("id", "UInt16"), ("tag", "Nullable(String)")])
        self.appendRow(to: writer, id: 258, tag: "ab")
        self.appendRow(to: writer, id: 3, tag: nil)
        let block = try #require(writer.finish())
        #expect(block.rowCount == 2)
        let id = Self.text("id") + Self.text("UInt16") + [2, 1, 3, 0]
        let tag = Self.text("tag") + Self.text("Nullable(String)") + [0, 1] + Self.text("ab") + [0]
        #expect(block.bytes == [2, 2] + id + tag)
    }

    @Test func `arrays are offsets, then the items of all rows`() throws {
        let writer = try self.makeWriter([("a", "Array(UInt8)")])
        for items: [UInt64] in [[7, 8], [], [9]] {
            writer.beginRow()
            for item in items { writer.append(item, byteCount: 1, to: 1) }
            writer.appendOffset(itemCount: items.count, to: 0)
            writer.keepRow()
        }
        let block = try #require(writer.finish())
        let offsets: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]
        let header = Self.text("a") + Self.text("Array(UInt8)")
        #expect(block.bytes == [1, 3] + header + offsets + [7, 8, 9])
    }

    @Test func `a row that is taken back leaves nothing behind`() throws {
        let writer = try self.makeWriter([("id", "UInt16"), ("tag", "Nullable(String)")])
        self.appendRow(to: writer, id: 1, tag: "kept")
        writer.beginRow()
        writer.append(2, byteCount: 2, to: 0)
        writer.append(0, byteCount: 1, to: 1)
        writer.discardRow()
        let clean = try self.makeWriter([("id", "UInt16"), ("tag", "Nullable(String)")])
        self.appendRow(to: clean, id: 1, tag: "kept")
        #expect(writer.finish() == clean.finish())
    }

    @Test func `a writer is empty after its block`() throws {
        let writer = try self.makeWriter([("id", "UInt16"), ("tag", "Nullable(String)")])
        self.appendRow(to: writer, id: 1, tag: "first")
        _ = writer.finish()
        #expect(writer.finish() == nil)
        self.appendRow(to: writer, id: 2, tag: nil)
        #expect(writer.finish()?.rowCount == 1)
    }

    @Test func `long strings have a length of several bytes, and buffers grow`() throws {
        let writer = try self.makeWriter([("s", "String")])
        let text = [UInt8](repeating: 65, count: 20_000)
        writer.beginRow()
        unsafe text.withUnsafeBytes { unsafe writer.appendString($0, to: 0) }
        writer.keepRow()
        let block = try #require(writer.finish())
        let header = Self.text("s") + Self.text("String")
        #expect(block.bytes == [1, 1] + header + [0xA0, 0x9C, 0x01] + text)
    }

    // MARK: Joining

    @Test func `blocks are joined as if their rows had been written at once`() throws {
        let columns = [("id", "UInt16"), ("tag", "Nullable(String)")]
        let (joined, whole, part) = (try self.makeWriter(columns), try self.makeWriter(columns), try self.makeWriter(columns))
        let batches: [[(UInt64, String?)]] = [[(1, "ab"), (2, nil)], [(3, "")], [(4, String(repeating: "x", count: 300))]]
        for rows in batches {
            for writer in [whole, part] { for (id, tag) in rows { self.appendRow(to: writer, id: id, tag: tag) } }
            #expect(joined.append(try #require(part.finish()).bytes))
        }
        #expect(joined.finish() == whole.finish())
    }

    @Test func `the items of joined arrays stay with their rows`() throws {
        let columns = [("a", "Array(Array(UInt8))"), ("t", "Tuple(Int8, FixedString(2))")]
        let (joined, whole, part) = (try self.makeWriter(columns), try self.makeWriter(columns), try self.makeWriter(columns))
        for row: [[UInt64]] in [[[1], [2, 3]], [], [[], [4]]] {
            for writer in [whole, part] {
                writer.beginRow()
                for items in row {
                    for item in items { writer.append(item, byteCount: 1, to: 2) }
                    writer.appendOffset(itemCount: items.count, to: 1)
                }
                writer.appendOffset(itemCount: row.count, to: 0)
                writer.append(UInt64(row.count), byteCount: 1, to: 3)
                writer.append(0x4141, byteCount: 2, to: 4)
                writer.keepRow()
            }
            #expect(joined.append(try #require(part.finish()).bytes))
        }
        #expect(joined.finish() == whole.finish())
    }

    @Test func `of a block that is cut off, or has other columns, nothing is taken`() throws {
        let writer = try self.makeWriter([("id", "UInt16"), ("tag", "Nullable(String)")])
        self.appendRow(to: writer, id: 7, tag: "tag")
        let block = try #require(writer.finish()).bytes
        let other = try self.makeWriter([("id", "UInt16"), ("tag", "String")])
        #expect(!other.append(block))
        for count in 0..<block.count { #expect(!writer.append(Array(block[..<count]))) }
        #expect(!writer.append(block + [0]))
        #expect(writer.finish() == nil)
        #expect(writer.append(block))
        #expect(writer.finish()?.bytes == block)
    }

    @Test func `offsets that lead nowhere are refused`() throws {
        let writer = try self.makeWriter([("a", "Array(UInt64)")])
        let header = [1, 2] + Self.text("a") + Self.text("Array(UInt64)")
        for offsets: [UInt64] in [[2, 1], [1, .max], [0, 1 << 61]] {
            let bytes = offsets.flatMap { offset in (0..<8).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) } }
            #expect(!writer.append(header + bytes + Array(repeating: 0, count: 16)))
        }
    }

    @Test(arguments: [("Map(String, Array(Nullable(Int8)))", 5), ("Tuple(UInt8, String)", 2), ("Decimal(38, 2)", 1)])
    func `a type has a buffer for each piece of its data`(type: String, bufferCount: Int) throws {
        #expect(NativeLayout(try DataType(parsing: type), from: 3)?.endBuffer == 3 + bufferCount)
    }

    @Test(arguments: ["LowCardinality(String)", "AggregateFunction(sum, Int8)", "JSON", "Array(Dynamic)", "Point", "Tuple()"])
    func `types that other types stand for cannot be written`(type: String) throws {
        #expect(NativeBlockWriter(columns: [NativeColumn(name: "a", type: try DataType(parsing: type))]) == nil)
    }

    /// A short string with its length.
    private static func text(_ text: String) -> [UInt8] {
        [UInt8(text.utf8.count)] + Array(text.utf8)
    }

    private func makeWriter(_ columns: [(name: String, type: String)]) throws -> NativeBlockWriter {
        let columns = try columns.map { NativeColumn(name: $0.name, type: try DataType(parsing: $0.type)) }
        return try #require(NativeBlockWriter(columns: columns))
    }

    private func appendRow(to writer: NativeBlockWriter, id: UInt64, tag: String?) {
        writer.beginRow()
        writer.append(id, byteCount: 2, to: 0)
        writer.append(tag == nil ? 1 : 0, byteCount: 1, to: 1)
        unsafe Array((tag ?? "").utf8).withUnsafeBytes { unsafe writer.appendString($0, to: 2) }
        writer.keepRow()
    }
}
