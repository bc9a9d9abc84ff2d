// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// A JSON object that is written field by field, fast enough for millions.
package struct DemoRow: Sendable {
    private(set) var bytes: [UInt8] = []
    private var isEmpty = true
    /// The last day that was written, in days since 1970: nearly always the next one's, too.
    private var day: (number: Int64, text: [UInt8]) = (-1, [])

    mutating func begin() {
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.append(UInt8(ascii: "{"))
        self.isEmpty = true
    }

    mutating func end() { self.bytes.append(UInt8(ascii: "}")) }

    /// A text.
    package mutating func set(_ name: String, _ text: String) {
        self.name(name)
        self.quote(text)
    }

    /// A number.
    package mutating func set(_ name: String, _ number: Int) {
        self.name(name)
        self.bytes.append(contentsOf: String(number).utf8)
    }

    /// A number with a fraction.
    package mutating func set(_ name: String, _ number: Double) {
        self.name(name)
        self.bytes.append(contentsOf: number.description.utf8)
    }

    /// True or false.
    package mutating func set(_ name: String, _ flag: Bool) {
        self.name(name)
        self.bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Texts.
    package mutating func set(_ name: String, _ texts: [String]) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            self.quote(text)
        }
        self.bytes.append(UInt8(ascii: "]"))
    }

    /// A moment in milliseconds since 1970, as `2026-11-21 10:20:30.456`, UTC.
    package mutating func set(_ name: String, moment: Int64) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "\""))
        let (days, ofDay) = moment.quotientAndRemainder(dividingBy: 86_400_000)
        if days != self.day.number {
            let date = Date(timeIntervalSince1970: Double(days) * 86_400).formatted(.iso8601.year().month().day())
            self.day = (days, Array(date.utf8))
        }
        self.bytes.append(contentsOf: self.day.text)
        self.bytes.append(UInt8(ascii: " "))
        self.digits(Int(ofDay / 3_600_000), 2, then: ":")
        self.digits(Int(ofDay / 60_000 % 60), 2, then: ":")
        self.digits(Int(ofDay / 1000 % 60), 2, then: ".")
        self.digits(Int(ofDay % 1000), 3, then: "\"")
    }

    /// An object in this one.
    package mutating func set(_ name: String, _ fields: (inout DemoRow) -> Void) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "{"))
        self.isEmpty = true
        fields(&self)
        self.bytes.append(UInt8(ascii: "}"))
        self.isEmpty = false
    }

    private mutating func name(_ name: String) {
        if !self.isEmpty { self.bytes.append(UInt8(ascii: ",")) }
        self.isEmpty = false
        self.quote(name)
        self.bytes.append(UInt8(ascii: ":"))
    }

    /// The text as a JSON string; RFC 8259 asks for control characters, quotes and backslashes to be escaped.
    private mutating func quote(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        // Nearly all texts are written as they are, and at once that takes a third of the time.
        if text.utf8.contains(where: Self.isEscaped) {
            for byte in text.utf8 { self.escape(byte) }
        } else {
            self.bytes.append(contentsOf: text.utf8)
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        guard Self.isEscaped(byte) else { return self.bytes.append(byte) }
        if byte < 0x20 {
            self.bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        } else {
            self.bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        }
    }

    private mutating func digits(_ number: Int, _ count: Int, then separator: Character) {
        var divisor = count == 3 ? 100 : 10
        while divisor > 0 {
            self.bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        self.bytes.append(separator.asciiValue ?? 0)
    }
}
