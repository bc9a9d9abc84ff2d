// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

/// The text of JSON values.
enum JSONText {
    /// Writes a value so that the engine cannot fail on it: once each key, no lone surrogates, no number beyond a double.
    ///
    /// A text that the engine refuses would cost the rows around it.
    static func write(_ value: Int, of document: JSONDocument, to text: inout [UInt8]) throws(ValueFault) {
        let token = document[value]
        let raw = document.text(of: token)
        switch token.kind {
        case .object:
            text.append(UInt8(ascii: "{"))
            for (index, key) in document.distinctKeys(of: value).enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text += self.quote(document.text(of: document[key]))
                text.append(UInt8(ascii: ":"))
                try self.write(key + 1, of: document, to: &text)
            }
            text.append(UInt8(ascii: "}"))
        case .array:
            text.append(UInt8(ascii: "["))
            var item = value + 1
            while item < token.next {
                if item > value + 1 { text.append(UInt8(ascii: ",")) }
                try self.write(item, of: document, to: &text)
                item = Int(document[item].next)
            }
            text.append(UInt8(ascii: "]"))
        case .string: text += self.quote(raw)
        case .number where !raw.double.isFinite: throw .outOfRange
        case .null, .true, .false, .integer, .number: unsafe text.append(contentsOf: raw.bytes)
        }
    }

    /// Valid JSON without the blanks between its tokens.
    static func compact(_ text: ByteView) -> [UInt8] {
        var compact: [UInt8] = []
        compact.reserveCapacity(text.count)
        var isInString = false
        var isEscaped = false
        for index in 0..<text.count {
            let byte = text[index]
            if !isInString,
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            {
                continue
            }
            compact.append(byte)
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return compact
    }

    /// A JSON string of a text.
    static func quote(_ text: [UInt8]) -> [UInt8] {
        unsafe text.withUnsafeBufferPointer { unsafe self.quote(ByteView($0)) }
    }

    static func quote(_ text: ByteView) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        quoted.reserveCapacity(text.count + 2)
        for index in 0..<text.count {
            let byte = text[index]
            if byte < 0x20 {
                quoted.append(contentsOf: "\\u00".utf8)
                quoted.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
            } else {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
                quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "\""))
        return quoted
    }
}
