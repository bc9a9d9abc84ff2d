// Part of Martlet. Apache License 2.0; see LICENSE.

/// The buffers that hold the data of one value and of the values inside it.
///
/// Every value of a type appends to the same few buffers. Numbered depth first they stand in the order of the format,
/// so that the data of a column is its buffers put together.
package struct NativeLayout: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        /// Numbers and fixed strings: this many bytes in `buffer`.
        case fixed(byteCount: Int)
        /// Strings in `buffer`.
        case string
        /// A null map in `buffer`; the only child has the values.
        case nullable
        /// Offsets in `buffer`; the only child has the items. A map's item is a tuple of key and value.
        case array
        /// No buffer of its own; the children are the elements.
        case tuple
    }

    package let shape: Shape
    /// The number of the buffer, among all of the block.
    package let buffer: Int
    package let children: [NativeLayout]
    /// The first number that is free after this value.
    package let endBuffer: Int

    /// Lays out a type from a buffer on; nil for types whose data the writer cannot spell.
    package init?(_ type: DataType, from buffer: Int) {
        guard let (shape, inner) = Self.shape(of: type) else { return nil }
        var end = shape == .tuple ? buffer : buffer + 1
        var children: [NativeLayout] = []
        for type in inner {
            guard let child = NativeLayout(type, from: end) else { return nil }
            children.append(child)
            end = child.endBuffer
        }
        self.shape = shape
        self.buffer = buffer
        self.children = children
        self.endBuffer = end
    }

    private static func shape(of type: DataType) -> (Shape, inner: [DataType])? {
        switch type {
        case .integer(let bits, _), .float(let bits), .enumeration(let bits, _): (.fixed(byteCount: bits / 8), [])
        case .decimal(let precision, _): (.fixed(byteCount: Self.decimalByteCount(precision: precision)), [])
        case .bool: (.fixed(byteCount: 1), [])
        case .date: (.fixed(byteCount: 2), [])
        case .date32, .dateTime, .ipv4: (.fixed(byteCount: 4), [])
        case .dateTime64: (.fixed(byteCount: 8), [])
        case .uuid, .ipv6: (.fixed(byteCount: 16), [])
        case .fixedString(let byteCount): (.fixed(byteCount: byteCount), [])
        case .string: (.string, [])
        case .nullable(let inner): (.nullable, [inner])
        case .array(let inner): (.array, [inner])
        case .map(let key, let value): (.array, [.tuple([.init(type: key), .init(type: value)])])
        case .tuple(let elements) where !elements.isEmpty: (.tuple, elements.map(\.type))
        case .tuple, .nested, .lowCardinality, .aggregateFunction, .simpleAggregateFunction, .json, .variant, .dynamic, .geometry: nil
        }
    }

    /// The width of the integer that holds a decimal.
    package static func decimalByteCount(precision: Int) -> Int {
        switch precision {
        case ...9: 4
        case ...18: 8
        case ...38: 16
        default: 32
        }
    }
}
