// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// Bytes of JSON, with the readable ones behind their end that the parser asks for.
struct PaddedBytes: Sendable {
    private var bytes: [UInt8] = []
    private var count = 0

    init() {}

    init(_ text: String) {
        self.replace(with: Array(text.utf8))
    }

    /// Takes other bytes, in the memory of those before.
    mutating func replace(with body: [UInt8]) {
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.reserveCapacity(body.count + csimdjson_padding)
        self.bytes.append(contentsOf: body)
        self.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: csimdjson_padding))
        self.count = body.count
    }

    func withView<Result>(_ use: (ByteView) throws -> Result) rethrows -> Result {
        try unsafe self.bytes.withUnsafeBufferPointer { bytes in
            try unsafe use(ByteView(UnsafeBufferPointer(rebasing: bytes[..<self.count])))
        }
    }
}
