// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// Bytes of JSON, with the readable ones behind their end that the parser asks for.
struct PaddedBytes: Sendable {
    /// How many bytes behind a text the parser may read.
    static let padding = Int(csimdjson_padding)

    private var bytes: [UInt8] = []
    private var count = 0

    init() {}

    init(_ text: String) {
        self.append(Array(text.utf8))
    }

    /// Takes other bytes, in the memory of those before.
    mutating func replace(with body: [UInt8]) {
        self.removeFirst(self.count)
        self.append(body)
    }

    var isEmpty: Bool { self.count == 0 }

    mutating func append(_ more: some Collection<UInt8>) {
        self.bytes.removeLast(self.bytes.count - self.count)
        // Only once: room that is reserved for each of many chunks would be copied for each.
        if self.count == 0 { self.bytes.reserveCapacity(more.count + Self.padding) }
        self.bytes.append(contentsOf: more)
        self.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: Self.padding))
        self.count += more.count
    }

    /// Gives up the bytes at the start; their memory is used again.
    mutating func removeFirst(_ count: Int) {
        precondition(count <= self.count, "only bytes that are there can go")
        if count == self.count {
            self.bytes.removeAll(keepingCapacity: true)
        } else {
            self.bytes.removeFirst(count)
        }
        self.count -= count
    }

    func withView<Result>(_ use: (ByteView) throws -> Result) rethrows -> Result {
        try unsafe self.bytes.withUnsafeBufferPointer { bytes in
            try unsafe use(ByteView(UnsafeBufferPointer(rebasing: bytes[..<self.count])))
        }
    }
}
