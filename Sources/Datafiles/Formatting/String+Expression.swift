// Part of Martlet. Apache License 2.0; see LICENSE.

// Spellings of expressions of the engine that change nothing of what they mean.

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

    /// The text on one line: blanks with a line break among them become one blank, or none inside of a parenthesis; those in
    /// quotes stay.
    func joiningLines() -> String {
        var result = String.UnicodeScalarView()
        var blanks = String.UnicodeScalarView()
        var quote: Unicode.Scalar?
        for scalar in self.unicodeScalars {
            if quote == nil, scalar.isBlank {
                blanks.append(scalar)
                continue
            }
            let isInsideParenthesis = result.last == "(" || scalar == ")"
            result += blanks.contains("\n") ? (isInsideParenthesis ? "" : " ").unicodeScalars : blanks
            blanks.removeAll()
            if quote == scalar {
                quote = nil
            } else if quote == nil, scalar == "'" || scalar == "\"" || scalar == "`" {
                quote = scalar
            }
            result.append(scalar)
        }
        return String(result)
    }
}
