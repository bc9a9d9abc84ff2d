// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the spelling of a value which, on a directive's line, reads back as that value.
struct ValueSpelling {
    /// The comment that follows on the line: quotes in it must not change what is read.
    let remark: String

    /// The value without quotes if it can be, else in quotes; nil if nothing reads back.
    func plain(_ value: String) -> String? {
        [value, "\"\(value)\"", "'\(value)'"].first { self.reads($0, as: value) }
    }

    /// The value in quotes if it can be.
    func quoted(_ value: String) -> String? {
        ["\"\(value)\"", "'\(value)'", value].first { self.reads($0, as: value) }
    }

    private func reads(_ text: String, as value: String) -> Bool {
        guard !text.unicodeScalars.contains("\n") else { return false }
        let words: [Word]? = WordSplitter("\(text) \(self.remark)").words()
        guard let words, let first = words.first, first.text != ">" else { return false }
        return words.map(\.text).joined(separator: " ").removingQuotes() == value
    }
}

extension String {
    /// A comma list as it is usually written, `a, b`; strings and quoted names are left alone.
    func spacingCommas() -> String {
        var scanner = TextScanner(self)
        var parts: [String] = []
        var start = 0
        while let next = scanner.next {
            switch next {
            case "'", "\"", "`": scanner.passQuoted()
            case ",":
                parts.append(scanner.text(from: start).trimmingBlanks())
                scanner.position += 1
                start = scanner.position
            default: scanner.position += 1
            }
        }
        parts.append(scanner.text(from: start).trimmingBlanks())
        return parts.joined(separator: ", ").trimmingBlanks()
    }
}
