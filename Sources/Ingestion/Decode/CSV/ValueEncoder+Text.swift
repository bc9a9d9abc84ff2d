// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

extension ValueEncoder {
    /// Appends a value of which there is nothing but text, as in CSV: the text says itself what JSON says by its quotes.
    func append(
        text: ByteView, to nodeIndex: Int, composites: CompositeText, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        let node = self.nodes[nodeIndex]
        switch node.kind {
        case .string: unsafe writer.appendString(text.bytes, to: node.buffer)
        case .nullable:
            writer.append(0, byteCount: 1, to: node.buffer)
            try self.append(text: text, to: node.child, composites: composites, into: writer)
        case .optional:
            writer.appendOffset(itemCount: 1, to: node.buffer)
            try self.append(text: text, to: node.child, composites: composites, into: writer)
        case .array, .map, .tuple, .json:
            let isValue = try composites.withValue(of: text) { value, document throws(ValueFault) in
                try self.append(value, of: document, to: nodeIndex, into: writer)
            }
            guard isValue else { throw .notOfType }
        case .anyJSON:
            let isValue = try composites.withAnyValue(of: text) { value, document throws(ValueFault) in
                try self.append(value, of: document, to: nodeIndex, into: writer)
            }
            guard isValue else { throw .notOfType }
        case .float32, .float64:
            let number = text.withoutPlus
            try self.appendScalar(number, kind: self.kind(of: number, as: node.kind), to: node, into: writer)
        default: try self.appendScalar(text, kind: self.kind(of: text, as: node.kind), to: node, into: writer)
        }
    }

    /// The kind of JSON value that the text would be, had the writer of the row known the column's type.
    private func kind(of text: ByteView, as kind: ValueNode.Kind) -> CSimdJSONKind {
        switch kind {
        case .signed, .unsigned, .wide:
            if Self.isInteger(text) { return .integer }
            return text == "true" ? .true : text == "false" ? .false : .number
        case .float32, .float64: return text == "nan" || text == "inf" || text == "-inf" ? .string : .number
        case .date, .date32: return Self.isInteger(text) ? .integer : .string
        case .dateTime64: return Self.isDecimal(text) ? .number : .string
        case .enumeration(_, let table):
            let isName = self.enumerations[table].contains { text == $0.name }
            return !isName && Self.isInteger(text) ? .integer : .string
        default: return .string
        }
    }

    /// Digits, with a minus before them maybe.
    static func isInteger(_ text: ByteView) -> Bool {
        let start = text.count > 0 && text[0] == UInt8(ascii: "-") ? 1 : 0
        for index in start..<text.count where !self.isDigit(text[index]) { return false }
        return text.count > start
    }

    /// Digits with a point between them.
    private static func isDecimal(_ text: ByteView) -> Bool {
        let point = text.index(of: UInt8(ascii: "."), from: 0)
        return point < text.count && self.isInteger(text[0..<point]) && self.isInteger(text.dropFirst(point + 1))
            && text[point + 1] != UInt8(ascii: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

extension ByteView {
    /// The text of a number without the sign that JSON does not know.
    var withoutPlus: ByteView {
        self.count > 1 && self[0] == UInt8(ascii: "+") && self[1] != UInt8(ascii: "-") ? self.dropFirst(1) : self
    }
}
