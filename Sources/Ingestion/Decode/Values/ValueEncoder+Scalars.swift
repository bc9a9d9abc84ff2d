// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse

extension ValueEncoder {
    /// Appends a value that is no composite; `text` is that of the JSON value, of strings without quotes.
    func appendScalar(
        _ text: ByteView, kind: CSimdJSONKind, to node: ValueNode, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        switch node.kind {
        case .string: Self.appendText(text, kind: kind, to: node.buffer, into: writer)
        case .signed(let bits), .unsigned(let bits), .wide(let bits, _):
            try Self.appendInteger(text, kind: kind, bits: bits, to: node, into: writer)
        case .float32: writer.append(UInt64(try Self.float32(text, kind: kind).bitPattern), byteCount: 4, to: node.buffer)
        case .float64: writer.append(try Self.float64(text, kind: kind).bitPattern, byteCount: 8, to: node.buffer)
        case .decimal(let byteCount, let precision, let scale):
            let value = try Self.decimal(text, kind: kind, precision: precision, scale: scale)
            writer.append(value, byteCount: byteCount, to: node.buffer)
        case .bool: writer.append(try Self.bool(text, kind: kind) ? 1 : 0, byteCount: 1, to: node.buffer)
        case .fixedString(let byteCount):
            guard kind == .string, text.count <= byteCount else { throw .notOfType }
            unsafe writer.appendBytes(text.bytes, to: node.buffer)
            writer.appendZeros(byteCount - text.count, to: node.buffer)
        case .uuid:
            guard kind == .string, let (high, low) = AddressText.uuid(text) else { throw .notOfType }
            writer.append(high, byteCount: 8, to: node.buffer)
            writer.append(low, byteCount: 8, to: node.buffer)
        case .ipv4:
            guard kind == .string, let address = AddressText.ipv4(text) else { throw .notOfType }
            writer.append(UInt64(address), byteCount: 4, to: node.buffer)
        case .ipv6:
            guard kind == .string, let address = AddressText.ipv6(text) else { throw .notOfType }
            writer.append(WideInteger(low: address.byteSwapped), byteCount: 16, to: node.buffer)
        case .date: writer.append(signed: try Self.days(text, kind: kind, in: 0...65_535), byteCount: 2, to: node.buffer)
        case .date32: writer.append(signed: try Self.days(text, kind: kind, in: -25_567...120_529), byteCount: 4, to: node.buffer)
        case .dateTime(let zone): writer.append(UInt64(try self.dateTime(text, kind: kind, zone: zone)), byteCount: 4, to: node.buffer)
        case .dateTime64(let precision, let zone):
            let ticks = try self.dateTime64(text, kind: kind, precision: precision, zone: zone)
            writer.append(signed: Int(ticks), byteCount: 8, to: node.buffer)
        case .enumeration(let bits, let table):
            writer.append(signed: Int(try self.enumeration(text, kind: kind, table: table)), byteCount: bits / 8, to: node.buffer)
        case .json, .anyJSON, .nullable, .optional, .array, .map, .tuple: preconditionFailure("composites are walked, not read")
        }
    }

    // MARK: Text

    /// Strings as they are, anything else as its compact JSON text.
    private static func appendText(_ text: ByteView, kind: CSimdJSONKind, to buffer: Int, into writer: NativeBlockWriter) {
        guard kind == .object || kind == .array else { return unsafe writer.appendString(text.bytes, to: buffer) }
        let compact = JSONText.compact(text)
        unsafe compact.withUnsafeBytes { unsafe writer.appendString($0, to: buffer) }
    }

    private static let trueWords: [[UInt8]] = ["true", "True", "T", "Y", "Yes", "On", "Enable", "Enabled", "1"].map { Array($0.utf8) }
    private static let falseWords: [[UInt8]] = ["false", "False", "F", "N", "No", "Off", "Disable", "Disabled", "0"].map { Array($0.utf8) }

    private static func bool(_ text: ByteView, kind: CSimdJSONKind) throws(ValueFault) -> Bool {
        switch kind {
        case .true: return true
        case .false: return false
        case .string where self.trueWords.contains(where: { text == $0 }): return true
        case .string where self.falseWords.contains(where: { text == $0 }): return false
        case .integer, .number:
            let value = try self.integer(text)
            guard value == 0 || value == 1 else { throw .notOfType }
            return value == 1
        default: throw .notOfType
        }
    }

    private func enumeration(_ text: ByteView, kind: CSimdJSONKind, table: Int) throws(ValueFault) -> Int16 {
        let members = self.enumerations[table]
        switch kind {
        case .string:
            guard let member = members.first(where: { text == $0.name }) else { throw .notOfType }
            return member.value
        case .integer, .number:
            let value = try Self.integer(text)
            guard let member = members.first(where: { Int64($0.value) == value }) else { throw .notOfType }
            return member.value
        default: throw .notOfType
        }
    }

    // MARK: Numbers

    private static func appendInteger(
        _ text: ByteView, kind: CSimdJSONKind, bits: Int, to node: ValueNode, into writer: NativeBlockWriter
    ) throws(ValueFault) {
        let isSigned: Bool
        let takesText: Bool
        switch node.kind {
        case .wide(_, let isSignedWide): (isSigned, takesText) = (isSignedWide, true)
        case .signed: (isSigned, takesText) = (true, false)
        default: (isSigned, takesText) = (false, false)
        }
        if kind == .integer, bits <= 64, let value = self.shortInteger(text) {
            guard self.fits(value, bits: bits, isSigned: isSigned) else { throw .outOfRange }
            return writer.append(UInt64(bitPattern: value), byteCount: bits / 8, to: node.buffer)
        }
        switch kind {
        case .true where bits == 8,
            .false where bits == 8:
            writer.append(kind == .true ? 1 : 0, byteCount: 1, to: node.buffer)
        case .integer, .number,
            .string where takesText:
            let value = try self.scaled(text, scale: 0)
            guard !value.isCut else { throw .notOfType }
            guard value.fits(bits: bits, isSigned: isSigned) else { throw .outOfRange }
            writer.append(value.twosComplement, byteCount: bits / 8, to: node.buffer)
        default: throw .notOfType
        }
    }

    private static func fits(_ value: Int64, bits: Int, isSigned: Bool) -> Bool {
        // The bits above the type's own must all be copies of its sign.
        isSigned ? value >> (bits - 1) == value >> 63 : value >= 0 && (bits == 64 || value >> bits == 0)
    }

    /// An integer of at most 18 digits, which no step of reading can overflow.
    private static func shortInteger(_ text: ByteView) -> Int64? {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        guard text.count > start, text.count - start <= 18 else { return nil }
        var value: Int64 = 0
        for index in start..<text.count { value = value &* 10 &+ Int64(text[index] &- UInt8(ascii: "0")) }
        return isNegative ? -value : value
    }

    /// An integral number within 64 bits.
    static func integer(_ text: ByteView) throws(ValueFault) -> Int64 {
        let value = try self.scaled(text, scale: 0)
        guard !value.isCut else { throw .notOfType }
        guard let integer = value.int64 else { throw .outOfRange }
        return integer
    }

    static func scaled(_ text: ByteView, scale: Int) throws(ValueFault) -> ScaledInteger {
        do {
            return try ScaledInteger(text, scale: scale)
        } catch {
            throw error == .outOfRange ? .outOfRange : .notOfType
        }
    }

    private static func decimal(_ text: ByteView, kind: CSimdJSONKind, precision: Int, scale: Int) throws(ValueFault) -> WideInteger {
        guard kind == .integer || kind == .number || kind == .string else { throw .notOfType }
        let value = try self.scaled(text, scale: scale)
        guard value.magnitude < WideInteger.powerOfTen(precision) else { throw .outOfRange }
        return value.twosComplement
    }

    private static func float64(_ text: ByteView, kind: CSimdJSONKind) throws(ValueFault) -> Double {
        switch kind {
        case .integer, .number:
            let value = text.double
            guard value.isFinite else { throw value.isNaN ? .notOfType : .outOfRange }
            return value
        case .string where text == "nan": return .nan
        case .string where text == "inf": return .infinity
        case .string where text == "-inf": return -.infinity
        default: throw .notOfType
        }
    }

    private static func float32(_ text: ByteView, kind: CSimdJSONKind) throws(ValueFault) -> Float {
        let double = try self.float64(text, kind: kind)
        let float = Float(double)
        guard float.isFinite || !double.isFinite else { throw .outOfRange }
        return float
    }
}

extension NativeBlockWriter {
    fileprivate func append(signed value: Int, byteCount: Int, to buffer: Int) {
        self.append(UInt64(bitPattern: Int64(value)), byteCount: byteCount, to: buffer)
    }

    fileprivate func append(_ value: WideInteger, byteCount: Int, to buffer: Int) {
        let words = [value.low, value.low >> 64, value.high, value.high >> 64]
        for (index, word) in words.enumerated() where index * 8 < byteCount {
            self.append(UInt64(truncatingIfNeeded: word), byteCount: min(byteCount, 8), to: buffer)
        }
    }
}
