// Part of Martlet. Apache License 2.0; see LICENSE.

import FileSources
import Testing

struct FileDecoderTests {
    static let gzipOfRow: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0xD4, 0x31, 0xE2, 0x02, 0x00, 0x33, 0x42, 0x21, 0x55, 0x04, 0x00,
        0x00, 0x00,
    ]

    private func decode(_ bytes: [UInt8], encoding: String?, inPiecesOf size: Int) throws -> String {
        var decoder = try FileDecoder(encoding: encoding, limit: 1 << 20)
        var decoded: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoded += try decoder.decode(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return String(decoding: decoded + (try decoder.finish()), as: UTF8.self)
    }

    @Test(arguments: [nil, "gzip", "x-gzip", ""], [1, 3, 100])
    func `gzip is known by its header or by its first bytes`(encoding: String?, size: Int) throws {
        #expect(try self.decode(Self.gzipOfRow, encoding: encoding, inPiecesOf: size) == "1,2\n")
    }

    @Test(arguments: ["1,2\n", "1", "", "{}\n"], [1, 100])
    func `plain text stays as it is`(text: String, size: Int) throws {
        #expect(try self.decode(Array(text.utf8), encoding: nil, inPiecesOf: size) == text)
    }

    @Test func `what cannot be decompressed is told`() throws {
        #expect(throws: FileDecoderError.unsupported("br")) { try FileDecoder(encoding: "br", limit: 1) }
        #expect(throws: FileDecoderError.malformed("the compressed stream ends too early")) {
            try self.decode(Array(Self.gzipOfRow.dropLast(9)), encoding: nil, inPiecesOf: 100)
        }
        var decoder = try FileDecoder(encoding: nil, limit: 2)
        let result = Result { () throws(FileDecoderError) in try decoder.decode(Self.gzipOfRow) }
        #expect(result == .failure(.tooLarge))
    }
}
