// Part of Martlet. Apache License 2.0; see LICENSE.

/// Builds a block row by row, in one buffer per piece of column data.
///
/// The writer knows bytes, not types: whoever appends follows the column's `NativeLayout`. A row is begun, appended to
/// every column, and then either kept or taken back, so that a bad value costs its own row only.
@safe
package final class NativeBlockWriter {
    package let columns: [NativeColumn]
    /// Where the values of each column go.
    package let layouts: [NativeLayout]
    package private(set) var rowCount = 0
    /// What stands before the data of each column: its name and its type.
    let headers: [[UInt8]]
    private let buffers: UnsafeMutableBufferPointer<NativeBuffer>

    /// Nil if a column has a type that cannot be written.
    package init?(columns: [NativeColumn]) {
        var layouts: [NativeLayout] = []
        for column in columns {
            guard let layout = NativeLayout(column.type, from: layouts.last?.endBuffer ?? 0) else { return nil }
            layouts.append(layout)
        }
        self.columns = columns
        self.layouts = layouts
        self.headers = columns.map { NativeText.bytes(of: $0.name) + NativeText.bytes(of: $0.type.description) }
        unsafe self.buffers = .allocate(capacity: layouts.last?.endBuffer ?? 0)
        for index in unsafe self.buffers.indices { unsafe self.buffers.initializeElement(at: index, to: NativeBuffer()) }
    }

    deinit {
        for index in unsafe self.buffers.indices { unsafe self.buffers[index].deallocate() }
        unsafe self.buffers.deallocate()
    }

    // MARK: Rows

    package func beginRow() {
        for index in unsafe self.buffers.indices { unsafe self.buffers[index].setMark() }
    }

    package func keepRow() { self.keepRows(1) }

    func keepRows(_ count: Int) { self.rowCount += count }

    /// Takes back whatever was appended since `beginRow`.
    package func discardRow() {
        for index in unsafe self.buffers.indices { unsafe self.buffers[index].returnToMark() }
    }

    // MARK: Values

    /// Appends the lowest bytes of a number, the lowest first.
    package func append(_ number: UInt64, byteCount: Int, to buffer: Int) {
        self.check(buffer)
        unsafe self.buffers[buffer].append(number, byteCount: byteCount)
    }

    /// Appends the bytes of a value of fixed width.
    package func appendBytes(_ bytes: UnsafeRawBufferPointer, to buffer: Int) {
        self.check(buffer)
        unsafe self.buffers[buffer].append(bytes)
    }

    /// Appends a string with its length.
    package func appendString(_ bytes: UnsafeRawBufferPointer, to buffer: Int) {
        self.check(buffer)
        unsafe self.buffers[buffer].appendVariableInteger(bytes.count)
        unsafe self.buffers[buffer].append(bytes)
    }

    package func appendZeros(_ count: Int, to buffer: Int) {
        self.check(buffer)
        unsafe self.buffers[buffer].appendZeros(count)
    }

    /// Ends an array: its items are those appended to the child since the array before it.
    package func appendOffset(itemCount: Int, to buffer: Int) {
        self.check(buffer)
        let offset = unsafe self.buffers[buffer].lastNumber &+ UInt64(itemCount)
        self.append(offset, byteCount: 8, to: buffer)
    }

    private func check(_ buffer: Int) {
        precondition(unsafe buffer >= 0 && buffer < self.buffers.count, "a layout's buffer is one of the writer's")
    }

    // MARK: The block

    /// The block of the rows kept, nil if there are none; the writer is empty again.
    package func finish() -> NativeBlock? {
        guard self.rowCount > 0 else { return nil }
        var bytes: [UInt8] = []
        let headerByteCount = self.headers.reduce(2 * NativeText.longestInteger) { $0 + $1.count }
        bytes.reserveCapacity(unsafe self.buffers.reduce(headerByteCount) { $0 + $1.count })
        NativeText.append(self.columns.count, to: &bytes)
        NativeText.append(self.rowCount, to: &bytes)
        for (header, layout) in zip(self.headers, self.layouts) {
            bytes += header
            for buffer in layout.buffer..<layout.endBuffer { unsafe bytes.append(contentsOf: self.buffers[buffer].contents) }
        }
        defer { self.reset() }
        return NativeBlock(columns: self.columns, rowCount: self.rowCount, bytes: bytes)
    }

    private func reset() {
        for index in unsafe self.buffers.indices { unsafe self.buffers[index].removeAll() }
        self.rowCount = 0
    }
}

/// The numbers and texts that a block says of itself.
private enum NativeText {
    /// Bytes of the largest number.
    static let longestInteger = 10

    static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    static func bytes(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        self.append(text.utf8.count, to: &bytes)
        return bytes + text.utf8
    }
}
