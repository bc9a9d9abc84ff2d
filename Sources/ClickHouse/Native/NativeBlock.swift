// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows in ClickHouse's Native format: columns one after the other, in the bytes the engine keeps in memory.
///
/// ```
/// block   := varuint(number of columns)  varuint(number of rows)  column*
/// column  := string(name)  string(type)  data
/// string  := varuint(byte count)  bytes
///
/// data of n values, numbers in little-endian order:
///   a number, Bool, Date, DateTime, Decimal, Enum, IPv4, UUID    n times its width
///   FixedString(w), IPv6                                         n times its bytes
///   String                                                       n times string
///   Nullable(T)      n bytes, 1 where NULL; then data of T for all n, empty values where NULL
///   Array(T)         n times UInt64, the number of items up to the end of this row; then data of T for all items
///   Map(K, V)        as Array(Tuple(K, V))
///   Tuple(T, U, …)   data of T, data of U, …
/// ```
///
/// Blocks can be put one after another: each says everything about itself.
package struct NativeBlock: Hashable, Sendable {
    package let columns: [NativeColumn]
    package let rowCount: Int
    /// The encoded block.
    package let bytes: [UInt8]

    package init(columns: [NativeColumn], rowCount: Int, bytes: [UInt8]) {
        self.columns = columns
        self.rowCount = rowCount
        self.bytes = bytes
    }
}

/// A column of a block: its name, and the type it has in the block.
package struct NativeColumn: Hashable, Sendable {
    package let name: String
    package let type: DataType

    package init(name: String, type: DataType) {
        self.name = name
        self.type = type
    }
}
