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

    package func keepRow() {
        self.rowCount += 1
    }

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
        var header = NativeBuffer()
        defer { header.deallocate() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(unsafe self.buffers.reduce(64 * (self.columns.count + 1)) { $0 + $1.count })
        header.appendVariableInteger(self.columns.count)
        header.appendVariableInteger(self.rowCount)
        for (column, layout) in zip(self.columns, self.layouts) {
            header.appendText(column.name)
            header.appendText(column.type.description)
            unsafe bytes.append(contentsOf: header.contents)
            header.removeAll()
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

extension NativeBuffer {
    fileprivate mutating func appendText(_ text: String) {
        self.appendVariableInteger(text.utf8.count)
        for byte in text.utf8 { self.append(UInt64(byte), byteCount: 1) }
    }
}
