// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import ClickHouse

struct NativeReframerTests {
    private static let info: [UInt8] = [1, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0]

    private static func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    /// A block of one column.
    private static func block(_ type: String, rows: UInt8, data: [UInt8], mark: [UInt8] = []) -> [UInt8] {
        [1, rows] + Self.text("c") + Self.text(type) + mark + data
    }

    @Test(
        arguments: [
            ("UInt8", 2, [1, 2]),
            ("Nullable(Int16)", 2, [0, 1, 1, 0, 0, 0]),
            ("String", 2, [1, 65, 0]),
            ("Array(String)", 2, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 65, 1, 66]),
            ("Tuple(a UInt8, b FixedString(3))", 1, [1, 65, 66, 67]),
            ("Map(String, UInt8)", 1, [1, 0, 0, 0, 0, 0, 0, 0, 1, 65, 9]),
            ("SimpleAggregateFunction(sum, UInt64)", 1, [1, 0, 0, 0, 0, 0, 0, 0]),
            ("Decimal(18, 4)", 0, []),
        ] as [(String, UInt8, [UInt8])])
    func `blocks get what a later revision looks for, wherever the bytes are cut`(_ type: String, _ rows: UInt8, _ data: [UInt8]) throws {
        let block = Self.block(type, rows: rows, data: data)
        let expected = Self.info + Self.block(type, rows: rows, data: data, mark: [0])
        var reframer = NativeReframer(revision: 54_460)
        #expect(try reframer.append(block + block) == expected + expected)
        var output: [UInt8] = []
        for byte in block + block { output += try reframer.append([byte]) }
        try reframer.finish()
        #expect(output == expected + expected)
    }

    @Test func `before that revision only the kind of block is told`() throws {
        var reframer = NativeReframer(revision: 54_032)
        let block = Self.block("UInt8", rows: 1, data: [7])
        #expect(try reframer.append(block) == Self.info + block)
    }

    @Test func `what cannot be read is refused`() throws {
        var reframer = NativeReframer(revision: 54_460)
        #expect(throws: NativeReframer.Failure.unsupportedType("AggregateFunction(sum, UInt8)")) {
            try reframer.append(Self.block("AggregateFunction(sum, UInt8)", rows: 1, data: [1]))
        }
        var endless = NativeReframer(revision: 54_460)
        #expect(throws: NativeReframer.Failure.malformed) { try endless.append([UInt8](repeating: 0xFF, count: 20)) }
        var short = NativeReframer(revision: 54_460)
        #expect(try short.append([1, 1]).isEmpty)
        #expect(throws: NativeReframer.Failure.malformed) { try short.finish() }
        var huge = NativeReframer(revision: 54_460)
        let lying = Self.block("Array(UInt8)", rows: 1, data: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
        #expect(throws: NativeReframer.Failure.malformed) { try huge.append(lying) }
    }
}
