// Part of Martlet. Apache License 2.0; see LICENSE.

// Everything here looks at Unicode scalars, not at characters: a combining mark after a blank or a quote must not hide it.

extension Unicode.Scalar {
    /// Whether this separates words of a datafile.
    var isBlank: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }

    /// Whether this may stand in a plain name of the engine's SQL.
    var isWordPart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    var isDigit: Bool { ("0"..."9").contains(self) }
}

extension StringProtocol {
    /// Whether there is nothing but blanks.
    var isBlank: Bool { self.unicodeScalars.allSatisfy(\.isBlank) }

    /// Without blanks at the ends.
    func trimmingBlanks(leading: Bool = true, trailing: Bool = true) -> String {
        var scalars = self.unicodeScalars[...]
        if leading { scalars = scalars.drop(while: \.isBlank) }
        if trailing, let last = scalars.lastIndex(where: { !$0.isBlank }) {
            scalars = scalars[...last]
        } else if trailing {
            return ""
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Without one quote at each end, if there is one at both; they need not be equal.
    func removingQuotes() -> String {
        let scalars = self.unicodeScalars
        let quotes: [Unicode.Scalar?] = ["\"", "'"]
        guard scalars.count >= 2, quotes.contains(scalars.first), quotes.contains(scalars.last) else { return String(self) }
        return String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
    }

    /// Whether this is a name a resource, a node or an index may have: `[A-Za-z_][A-Za-z0-9_]*`.
    var isPlainName: Bool {
        guard let first = self.unicodeScalars.first, !first.isDigit else { return false }
        return self.unicodeScalars.allSatisfy(\.isWordPart)
    }
}
