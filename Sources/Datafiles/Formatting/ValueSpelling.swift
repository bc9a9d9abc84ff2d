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
