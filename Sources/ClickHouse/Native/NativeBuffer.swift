// Part of Martlet. Apache License 2.0; see LICENSE.

/// A growing run of bytes, owned by the writer that made it.
///
/// Every value of every row passes here: an array's checks of uniqueness and bounds would cost as much as the values.
@safe
struct NativeBuffer {
    private var bytes: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0
    /// The size before the row that is being written.
    private var mark = 0

    private static let firstCapacity = 512

    init() {
        unsafe self.bytes = .allocate(byteCount: Self.firstCapacity, alignment: 8)
        self.capacity = Self.firstCapacity
    }

    func deallocate() {
        unsafe self.bytes.deallocate()
    }

    var contents: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: self.bytes, count: self.count)
    }

    /// The last eight bytes as a number, 0 if there are none.
    var lastNumber: UInt64 {
        self.count < 8 ? 0 : unsafe UInt64(littleEndian: (self.bytes + (self.count - 8)).loadUnaligned(as: UInt64.self))
    }

    mutating func setMark() { self.mark = self.count }

    mutating func returnToMark() { self.count = self.mark }

    mutating func removeAll() { self.count = 0 }

    /// Appends the lowest bytes of a number, the lowest first.
    @inline(__always)
    mutating func append(_ number: UInt64, byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= 8, "a number of 64 bits has eight bytes")
        self.reserve(8)
        unsafe (self.bytes + self.count).storeBytes(of: number.littleEndian, as: UInt64.self)
        self.count += byteCount
    }

    @inline(__always)
    mutating func append(_ added: UnsafeRawBufferPointer) {
        guard let start = added.baseAddress else { return }
        self.reserve(added.count)
        unsafe (self.bytes + self.count).copyMemory(from: start, byteCount: added.count)
        self.count += added.count
    }

    mutating func appendZeros(_ added: Int) {
        self.reserve(added)
        unsafe (self.bytes + self.count).initializeMemory(as: UInt8.self, repeating: 0, count: added)
        self.count += added
    }

    /// Appends a number in groups of seven bits, the lowest first; the high bit says that more follow.
    @inline(__always)
    mutating func appendVariableInteger(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            self.append(rest & 0x7F | 0x80, byteCount: 1)
            rest >>= 7
        }
        self.append(rest, byteCount: 1)
    }

    @inline(__always)
    private mutating func reserve(_ added: Int) {
        if self.capacity - self.count < added { self.grow(by: added) }
    }

    @inline(never)
    private mutating func grow(by added: Int) {
        let capacity = max(self.capacity * 2, self.count + added)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        unsafe bytes.copyMemory(from: self.bytes, byteCount: self.count)
        unsafe self.bytes.deallocate()
        unsafe self.bytes = bytes
        self.capacity = capacity
    }
}
