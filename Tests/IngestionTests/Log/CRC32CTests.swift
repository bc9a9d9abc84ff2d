// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import Testing

struct CRC32CTests {
    /// RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
    @Test(
        arguments: [
            (Array(repeating: 0, count: 32), 0x8A91_36AA), (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E),
            ((0..<32).reversed(), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283), ([], 0),
        ] as [([UInt8], UInt32)])
    func `known bytes have the known sum`(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(of: bytes.span) == checksum)
    }

    @Test func `a sum goes on where it stopped, wherever that was`() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let whole = CRC32C.checksum(of: bytes.span)
        for cut in 0...bytes.count {
            let (head, rest) = (bytes[..<cut], bytes[cut...])
            #expect(CRC32C.checksum(of: rest.span, continuing: CRC32C.checksum(of: head.span)) == whole)
        }
    }
}
