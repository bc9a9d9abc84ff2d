// Part of Martlet. Apache License 2.0; see LICENSE.

// A character of a template is a Unicode scalar: grapheme clusters would join `\r\n`, hide a quote behind a
// combining mark, and make `é` equal to `é`. These are the operations the standard library has for characters only.
extension String {
    /// The parts between occurrences of a separator, empty ones included.
    func split(scalar separator: Unicode.Scalar) -> [String] {
        guard separator.isASCII else { return self.split(text: String(separator)) }
        return self.utf8.split(separator: UInt8(separator.value), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// The parts between occurrences of a separator that is not empty, at most `limit + 1`.
    func split(text separator: String, limit: Int = .max) -> [String] {
        let (text, pattern) = (Array(self.utf8), Array(separator.utf8))
        var parts: [String] = []
        var start = 0
        while parts.count < limit, let found = text.position(of: pattern, from: start) {
            parts.append(String(decoding: text[start..<found], as: UTF8.self))
            start = found + pattern.count
        }
        parts.append(String(decoding: text[start...], as: UTF8.self))
        return parts
    }

    /// The parts between runs of blanks; what follows after `limit` parts is one more.
    func words(limit: Int = .max) -> [String] {
        var rest = self.unicodeScalars[...]
        var words: [String] = []
        while true {
            rest = rest.drop { $0.properties.isWhitespace }
            guard !rest.isEmpty else { return words }
            guard words.count < limit else { return words + [String(rest)] }
            let word = rest.prefix { !$0.properties.isWhitespace }
            words.append(String(word))
            rest = rest[word.endIndex...]
        }
    }

    /// Without blanks at both ends.
    var trimmed: String {
        // Nothing to do for most texts: both ends are visible.
        if let first = self.utf8.first, let last = self.utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        let start = self.unicodeScalars.drop { $0.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains($0) }
        guard let last = start.lastIndex(where: { !($0.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains($0)) }) else { return "" }
        return String(start[...last])
    }

    /// With the decimal digits of every script as ASCII digits: numbers may be written in any of them.
    var withASCIIDigits: String {
        guard !self.utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in self.unicodeScalars {
            result.append(contentsOf: scalar.decimalValue.map { String($0).unicodeScalars } ?? String(scalar).unicodeScalars)
        }
        return String(result)
    }

    /// Equal scalar by scalar, unlike `==`.
    func isIdentical(to other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }

    /// The beginning of a request's value, for messages.
    var excerpt: String {
        let start = self.unicodeScalars.prefix(200)
        return start.endIndex == self.unicodeScalars.endIndex ? self : String(start) + "..."
    }
}

extension Unicode.Scalar {
    /// What a decimal digit of any script stands for.
    var decimalValue: Int? {
        if self.isASCII { return self.isDigit ? Int(self.value) - 48 : nil }
        guard self.properties.numericType == .decimal else { return nil }
        return self.properties.numericValue.map { Int($0) }
    }
}

extension Array<UInt8> {
    /// Where a pattern that is not empty occurs first, by the method of Knuth, Morris and Pratt: a request may
    /// choose both sides, so the work must not grow with their product.
    func position(of pattern: [UInt8], from start: Int = 0) -> Int? {
        guard !pattern.isEmpty, pattern.count <= self.count - start else { return nil }
        let borders = pattern.borders
        var matched = 0
        for position in start..<self.count {
            while matched > 0, self[position] != pattern[matched] { matched = borders[matched - 1] }
            if self[position] == pattern[matched] { matched += 1 }
            if matched == pattern.count { return position + 1 - matched }
        }
        return nil
    }

    /// For each beginning of a pattern, the length of its longest proper part that both begins and ends it.
    private var borders: [Int] {
        var borders = [Int](repeating: 0, count: self.count)
        var length = 0
        for position in self.indices.dropFirst() {
            while length > 0, self[position] != self[length] { length = borders[length - 1] }
            if self[position] == self[length] { length += 1 }
            borders[position] = length
        }
        return borders
    }
}
