// Part of Martlet. Apache License 2.0; see LICENSE.

/// Turns the literals of ClickHouse into JSON: `(1,'it''s',NULL)` into `[1,"it's",null]`. JSON stays what it is.
enum LiteralText {
    /// What no literal is comes out as no JSON either.
    static func json(of text: ByteView) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(text.count + 8)
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""): self.copyString(text, at: &index, to: &json)
            case UInt8(ascii: "'"): json += JSONText.quote(self.string(text, at: &index))
            case UInt8(ascii: "("):
                json.append(UInt8(ascii: "["))
                index += 1
            case UInt8(ascii: ")"):
                json.append(UInt8(ascii: "]"))
                index += 1
            case let byte where self.isWord(byte): self.appendWord(text, at: &index, to: &json)
            default:
                json.append(text[index])
                index += 1
            }
        }
        return json
    }

    private static func copyString(_ text: ByteView, at index: inout Int, to json: inout [UInt8]) {
        let start = index
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
        index = min(index + 1, text.count)
        unsafe json.append(contentsOf: text[start..<index].bytes)
    }

    /// The text between single quotes; a quote inside is doubled or escaped.
    private static func string(_ text: ByteView, at index: inout Int) -> [UInt8] {
        var string: [UInt8] = []
        index += 1
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "\\"), index < text.count {
                string.append(self.escaped(text[index]))
                index += 1
            } else if byte == UInt8(ascii: "'") {
                guard index < text.count, text[index] == UInt8(ascii: "'") else { break }
                string.append(byte)
                index += 1
            } else {
                string.append(byte)
            }
        }
        return string
    }

    private static func escaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "0"): 0
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        default: byte
        }
    }

    /// Numbers and words; before a colon they are the keys of a map, which JSON wants in quotes.
    private static func appendWord(_ text: ByteView, at index: inout Int, to json: inout [UInt8]) {
        let start = index
        while index < text.count, self.isWord(text[index]) { index += 1 }
        let word = text[start..<index]
        var next = index
        while next < text.count, text[next] == UInt8(ascii: " ") { next += 1 }
        let isKey = next < text.count && text[next] == UInt8(ascii: ":")
        if word == "NULL" {
            json += Array("null".utf8)
        } else if isKey || word == "nan" || word == "inf" || word == "-inf" {
            json += JSONText.quote(word)
        } else {
            unsafe json.append(contentsOf: word.bytes)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
