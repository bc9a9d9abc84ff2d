// Part of Martlet. Apache License 2.0; see LICENSE.

extension NativeBlockWriter {
    /// Appends the rows of a block of the same columns. False, with nothing appended, if the bytes are no such block.
    ///
    /// One large block costs the engine much less than many small ones.
    package func append(_ block: [UInt8]) -> Bool {
        self.beginRow()
        let rowCount = unsafe block.withUnsafeBytes { bytes in
            var scanner = unsafe NativeScanner(bytes: bytes)
            return self.append(&scanner)
        }
        guard let rowCount else {
            self.discardRow()
            return false
        }
        self.keepRows(rowCount)
        return true
    }

    /// How many rows there were; nil if something else was found.
    private func append(_ scanner: inout NativeScanner) -> Int? {
        guard scanner.number() == self.columns.count, let rowCount = scanner.number() else { return nil }
        for (header, layout) in zip(self.headers, self.layouts) {
            guard scanner.skip(header), self.append(rowCount, of: layout, from: &scanner) else { return nil }
        }
        return scanner.isAtEnd ? rowCount : nil
    }

    /// Appends `count` values. Types are nested as deep as their data source declares, which is not deep.
    private func append(_ count: Int, of layout: NativeLayout, from scanner: inout NativeScanner) -> Bool {
        switch layout.shape {
        case .fixed(let byteCount):
            let (size, isTooMuch) = count.multipliedReportingOverflow(by: byteCount)
            guard !isTooMuch, let bytes = unsafe scanner.bytes(size) else { return false }
            unsafe self.appendBytes(bytes, to: layout.buffer)
        case .string:
            guard let bytes = unsafe scanner.strings(count) else { return false }
            unsafe self.appendBytes(bytes, to: layout.buffer)
        case .nullable:
            guard let nulls = unsafe scanner.bytes(count) else { return false }
            unsafe self.appendBytes(nulls, to: layout.buffer)
            return self.append(count, of: layout.children[0], from: &scanner)
        case .array:
            var end = 0
            for _ in 0..<count {
                guard let next = scanner.offset(), next >= end else { return false }
                self.appendOffset(itemCount: next - end, to: layout.buffer)
                end = next
            }
            return self.append(end, of: layout.children[0], from: &scanner)
        case .tuple:
            return layout.children.allSatisfy { self.append(count, of: $0, from: &scanner) }
        }
        return true
    }
}

/// Goes through the bytes of a block; nil is what comes of going past their end.
@safe
private struct NativeScanner: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    private var rest: Int { unsafe self.bytes.count - self.position }

    var isAtEnd: Bool { self.rest == 0 }

    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= self.rest else { return nil }
        defer { self.position += count }
        return unsafe UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<self.position + count])
    }

    mutating func skip(_ expected: [UInt8]) -> Bool {
        guard let found = unsafe self.bytes(expected.count) else { return false }
        return unsafe found.elementsEqual(expected)
    }

    mutating func number() -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = unsafe self.bytes(1)?[0] else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(value) }
        }
        return nil
    }

    mutating func offset() -> Int? {
        unsafe self.bytes(8).flatMap { unsafe Int(exactly: UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))) }
    }

    mutating func strings(_ count: Int) -> UnsafeRawBufferPointer? {
        let start = self.position
        for _ in 0..<count {
            guard let byteCount = self.number(), unsafe self.bytes(byteCount) != nil else { return nil }
        }
        return unsafe UnsafeRawBufferPointer(rebasing: self.bytes[start..<self.position])
    }
}
