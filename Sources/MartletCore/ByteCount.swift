// Part of Martlet. Apache License 2.0; see LICENSE.

/// An amount of memory or disk, in bytes.
package struct ByteCount: Sendable, Hashable, Comparable {
    package let bytes: Int

    package init(bytes: Int) { self.bytes = bytes }

    package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 10) }
    package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 20) }
    package static func gibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 30) }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}
