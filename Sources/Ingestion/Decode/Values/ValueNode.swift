// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// How the values of one type are read and where they go; a type is a tree of nodes, kept in one array.
///
/// Nodes hold numbers only, tables stand beside them: copying one on the way of every value costs nothing.
struct ValueNode: Sendable {
    enum Kind: Sendable {
        case signed(bits: Int)
        case unsigned(bits: Int)
        /// Integers of 128 and 256 bits.
        case wide(bits: Int, isSigned: Bool)
        case float32
        case float64
        case decimal(byteCount: Int, precision: Int, scale: Int)
        case bool
        case string
        case fixedString(byteCount: Int)
        case uuid
        case ipv4
        case ipv6
        case date
        case date32
        /// `zone` is the number of a local time table, nil for UTC.
        case dateTime(zone: Int?)
        case dateTime64(precision: Int, zone: Int?)
        /// `table` is the number of a list of names.
        case enumeration(bits: Int, table: Int)
        /// An object, which travels as its text.
        case json
        /// Any value, which travels as its text.
        case anyJSON
        case nullable
        /// `itemPath` is the number of the path from an item to the value, nil if the item is the value.
        case array(itemPath: Int?)
        /// A value that the engine fills in where it is missing: an array of none or one.
        case optional
        case map
        /// `names` is the number of a list of names, nil for a tuple without.
        case tuple(names: Int?)
    }

    let kind: Kind
    /// The number of the writer's buffer that the values go to.
    let buffer: Int
    /// The nodes inside this one.
    let children: Range<Int>

    /// Whether the text of a value is all it takes: no NULL, nothing inside.
    let isScalar: Bool

    init(kind: Kind, buffer: Int, children: Range<Int>) {
        self.kind = kind
        self.buffer = buffer
        self.children = children
        switch kind {
        case .json, .anyJSON, .nullable, .optional, .array, .map, .tuple: self.isScalar = false
        default: self.isScalar = true
        }
    }

    /// The only child, or the first one.
    var child: Int { self.children.lowerBound }
}
