// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse

/// Reads a block back into text, so that tests say what they expect in words: dates as days, times as ticks.
struct BlockText {
    private var bytes: ArraySlice<UInt8>

    /// The rows of a block, each the texts of its columns.
    static func rows(of block: NativeBlock?) -> [[String]] {
        guard let block else { return [] }
        var reader = BlockText(bytes: block.bytes[...])
        let columnCount = reader.length()
        let rowCount = reader.length()
        var rows: [[String]] = Array(repeating: [], count: rowCount)
        for column in block.columns.prefix(columnCount) {
            _ = (reader.string(), reader.string())
            for (row, text) in reader.texts(of: column.type, count: rowCount).enumerated() { rows[row].append(text) }
        }
        return reader.bytes.isEmpty ? rows : [["\(reader.bytes.count) bytes too many"]]
    }

    private mutating func texts(of type: DataType, count: Int) -> [String] {
        switch type {
        case .string: return (0..<count).map { _ in self.string() }
        case .fixedString(let byteCount): return (0..<count).map { _ in String(decoding: self.take(byteCount), as: UTF8.self) }
        case .nullable(let inner):
            let nulls = Array(self.take(count))
            return zip(nulls, self.texts(of: inner, count: count)).map { $0 == 1 ? "NULL" : $1 }
        case .array(let inner):
            return self.lists(count: count) { $0.texts(of: inner, count: $1) }.map { "[\($0)]" }
        case .map(let key, let value):
            return self.lists(count: count) { reader, itemCount in
                let keys = reader.texts(of: key, count: itemCount)
                return zip(keys, reader.texts(of: value, count: itemCount)).map { "\($0):\($1)" }
            }.map { "{\($0)}" }
        case .tuple(let elements):
            let columns = elements.map { self.texts(of: $0.type, count: count) }
            return (0..<count).map { row in "(\(columns.map { $0[row] }.joined(separator: ",")))" }
        case .float(bits: 32): return (0..<count).map { _ in "\(Float(bitPattern: UInt32(truncatingIfNeeded: self.number(4))))" }
        case .float: return (0..<count).map { _ in "\(Double(bitPattern: UInt64(truncatingIfNeeded: self.number(8))))" }
        case .uuid, .ipv6:
            return (0..<count).map { _ in self.take(16).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined() }
        default:
            let layout = NativeLayout(type, from: 0)
            guard case .fixed(let byteCount)? = layout?.shape, byteCount <= 16 else { return Array(repeating: "?", count: count) }
            return (0..<count).map { _ in
                let unused = 128 - 8 * byteCount
                let number = self.number(byteCount)
                return Self.isSigned(type) ? "\((Int128(truncatingIfNeeded: number) << unused) >> unused)" : "\(number)"
            }
        }
    }

    private static func isSigned(_ type: DataType) -> Bool {
        switch type {
        case .integer(_, let isSigned): isSigned
        case .decimal, .date32, .dateTime64, .enumeration: true
        default: false
        }
    }

    private mutating func lists(count: Int, _ items: (inout BlockText, Int) -> [String]) -> [String] {
        let ends = (0..<count).map { _ in Int(self.number(8)) }
        let all = items(&self, ends.last ?? 0)
        return zip([0] + ends, ends).map { all[$0..<$1].joined(separator: ",") }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { self.bytes = self.bytes.dropFirst(count) }
        return self.bytes.prefix(count)
    }

    private mutating func number(_ byteCount: Int) -> UInt128 {
        self.take(byteCount).reversed().reduce(0) { $0 << 8 | UInt128($1) }
    }

    private mutating func length() -> Int {
        let rest = self.bytes.prefix { $0 >= 0x80 }.count + 1
        return self.take(rest).reversed().reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }

    private mutating func string() -> String {
        String(decoding: self.take(self.length()), as: UTF8.self)
    }
}
