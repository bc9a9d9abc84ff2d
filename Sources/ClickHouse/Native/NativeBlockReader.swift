// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds its way through a block.
struct NativeBlockReader {
    let bytes: [UInt8]
    private(set) var position = 0
    /// The type that was read last.
    private(set) var type = ""

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Why it does not go on.
    enum Stop: Error, Hashable {
        /// There must be so many bytes at least.
        case incomplete(neededCount: Int)
        case unsupportedType
        case malformed
    }

    /// A number in groups of seven bits, the lowest first.
    mutating func variableInteger() throws(Stop) -> Int {
        var value = 0
        for shift in stride(from: 0, through: 56, by: 7) {
            guard self.position < self.bytes.count else { throw .incomplete(neededCount: self.position + 1) }
            let byte = self.bytes[self.position]
            self.position += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed
    }

    mutating func skipString() throws(Stop) { try self.skip(try self.variableInteger()) }

    mutating func readType() throws(Stop) -> NativeLayout {
        let count = try self.variableInteger()
        let start = self.position
        try self.skip(count)
        self.type = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        guard let type = try? DataType(parsing: self.type), let layout = NativeLayout(type.stored, from: 0) else { throw .unsupportedType }
        return layout
    }

    mutating func skip(_ layout: NativeLayout, rowCount: Int) throws(Stop) {
        switch layout.shape {
        case .fixed(let byteCount): try self.skip(rowCount, times: byteCount)
        case .string: for _ in 0..<rowCount { try self.skipString() }
        case .nullable:
            try self.skip(rowCount)
            for child in layout.children { try self.skip(child, rowCount: rowCount) }
        case .array:
            try self.skip(rowCount, times: 8)
            let itemCount = rowCount == 0 ? 0 : try self.lastOffset()
            for child in layout.children { try self.skip(child, rowCount: itemCount) }
        case .tuple: for child in layout.children { try self.skip(child, rowCount: rowCount) }
        }
    }

    /// The eight bytes before the position as a number.
    private func lastOffset() throws(Stop) -> Int {
        let bytes = self.bytes[(self.position - 8)..<self.position]
        guard let value = Int(exactly: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) else { throw .malformed }
        return value
    }

    private mutating func skip(_ count: Int, times byteCount: Int = 1) throws(Stop) {
        let (size, isTooLarge) = count.multipliedReportingOverflow(by: byteCount)
        let (end, isTooFar) = self.position.addingReportingOverflow(size)
        guard !isTooLarge, !isTooFar else { throw .malformed }
        guard end <= self.bytes.count else { throw .incomplete(neededCount: end) }
        self.position = end
    }
}

extension DataType {
    /// The type as it is stored: a dictionary and the function of a state are not in the data of revision 0.
    fileprivate var stored: DataType {
        switch self {
        case .simpleAggregateFunction(_, let inner): inner.stored
        default: self
        }
    }
}
