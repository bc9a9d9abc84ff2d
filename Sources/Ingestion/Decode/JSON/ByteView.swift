// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import Foundation

/// Bytes that someone else keeps: the text of one value inside a body.
///
/// Every index is checked. What cannot be checked is that the bytes are still there: a view is only used
/// while its document is, and is never kept.
@safe
struct ByteView {
    private let start: UnsafePointer<UInt8>?
    let count: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.start = bytes.baseAddress
        self.count = bytes.count
    }

    var isEmpty: Bool { self.count == 0 }

    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: self.start, count: self.count)
    }

    /// The text, with U+FFFD where it is not UTF-8.
    var string: String { unsafe String(decoding: self.bytes, as: UTF8.self) }

    /// Whether the bytes are valid UTF-8.
    var isUTF8: Bool {
        let buffer = unsafe UnsafeBufferPointer(start: self.start, count: self.count)
        return unsafe (try? UTF8Span(validating: buffer.span)) != nil
    }

    /// The nearest double of a number: infinite if it is beyond the range, NaN if the text is no number.
    var double: Double {
        guard let start = unsafe self.start else { return .nan }
        return unsafe csimdjson_double(start, self.count)
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < self.count, "a view is read inside its bounds")
        guard let start = unsafe self.start else { preconditionFailure("an empty view has no index") }
        return unsafe start[index]
    }

    @inline(__always)
    subscript(range: Range<Int>) -> ByteView {
        precondition(range.lowerBound >= 0 && range.upperBound <= self.count, "a view is cut inside its bounds")
        return unsafe ByteView(UnsafeBufferPointer(start: self.start.map { unsafe $0 + range.lowerBound }, count: range.count))
    }

    func dropFirst(_ count: Int) -> ByteView { self[min(count, self.count)..<self.count] }

    /// The bytes without the blanks around them, of which JSON knows four.
    var trimmed: ByteView {
        var start = 0
        var end = self.count
        while start < end, Self.isBlank(self[start]) { start += 1 }
        while end > start, Self.isBlank(self[end - 1]) { end -= 1 }
        return self[start..<end]
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
    }

    /// The place of a byte from an index on; the end if there is none.
    func index(of byte: UInt8, from index: Int) -> Int {
        let rest = self[index..<self.count]
        guard let start = unsafe rest.start, let found = unsafe memchr(start, Int32(byte), rest.count) else { return self.count }
        return unsafe index + (UnsafeRawPointer(found) - UnsafeRawPointer(start))
    }
}

extension ByteView: Equatable {
    static func == (left: ByteView, right: ByteView) -> Bool {
        guard left.count == right.count else { return false }
        guard let leftStart = unsafe left.start, let rightStart = unsafe right.start else { return left.isEmpty }
        return unsafe memcmp(leftStart, rightStart, left.count) == 0
    }

    static func == (left: ByteView, right: [UInt8]) -> Bool {
        unsafe right.withUnsafeBufferPointer { unsafe left == ByteView($0) }
    }

    static func == (left: ByteView, right: StaticString) -> Bool {
        let bytes = unsafe UnsafeBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount)
        return unsafe left == ByteView(bytes)
    }
}
