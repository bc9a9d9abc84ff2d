// Part of Martlet. Apache License 2.0; see LICENSE.

/// The checksum of the log: CRC-32C (RFC 3720, appendix B.4), sixteen bytes at a step.
///
/// It finds every change of up to 32 bits in a row, and any single flipped bit.
package enum CRC32C {
    /// Reflected form of the polynomial 0x1EDC6F41.
    private static let polynomial: UInt32 = 0x82F6_3B78
    private static let stride = 16

    /// Row n holds the effect of each byte with n more bytes behind it.
    private static let table: [UInt32] = {
        var table = (0..<256).map { byte in
            (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ Self.polynomial : crc >> 1 }
        }
        for index in 256..<256 * Self.stride {
            let previous = table[index - 256]
            table.append(previous >> 8 ^ table[Int(previous & 0xFF)])
        }
        return table
    }()

    /// The checksum of the bytes, or of the bytes behind what `previous` is the checksum of.
    package static func checksum(of span: Span<UInt8>, continuing previous: UInt32 = 0) -> UInt32 {
        let bytes = unsafe span.bytes
        let table = Self.table.span
        // A byte and a row can name no place outside the table.
        func effect(_ row: Int, _ byte: UInt64) -> UInt32 { unsafe table[unchecked: row &* 256 &+ Int(truncatingIfNeeded: byte & 0xFF)] }

        var crc = ~previous
        var offset = 0
        let count = bytes.byteCount
        while count - offset >= Self.stride {
            let low = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
            let high = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            crc = effect(15, low) ^ effect(14, low >> 8) ^ effect(13, low >> 16) ^ effect(12, low >> 24)
            crc ^= effect(11, low >> 32) ^ effect(10, low >> 40) ^ effect(9, low >> 48) ^ effect(8, low >> 56)
            crc ^= effect(7, high) ^ effect(6, high >> 8) ^ effect(5, high >> 16) ^ effect(4, high >> 24)
            crc ^= effect(3, high >> 32) ^ effect(2, high >> 40) ^ effect(1, high >> 48) ^ effect(0, high >> 56)
            offset += Self.stride
        }
        while offset < count {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            crc = crc >> 8 ^ effect(0, UInt64(crc) ^ UInt64(byte))
            offset += 1
        }
        return ~crc
    }
}
