// Part of Martlet. Apache License 2.0; see LICENSE.

/// A word of a line, quotes included.
struct Word: Hashable, Sendable {
    let text: String
    /// Counted from 1 in Unicode scalars.
    let column: Int
}

/// Cuts a line into words.
///
/// Words end at blanks. A quote keeps blanks together only where a word begins with it; `#` outside quotes starts a
/// comment, even inside a word; a backslash means nothing. What stands between `{{` and `}}` belongs to its word.
struct WordSplitter {
    private let scalars: [Unicode.Scalar]
    /// Where the last `}}` begins: past it no expression can close, so none is looked for twice.
    private let lastClosing: Int

    init(_ line: some StringProtocol) {
        let scalars = Array(line.unicodeScalars)
        self.scalars = scalars
        self.lastClosing = scalars.indices.dropLast().last { scalars[$0] == "}" && scalars[$0 + 1] == "}" } ?? -1
    }

    /// The words of the line; none if it holds only blanks or a comment, nil if a word begins with a quote that is never closed.
    func words() -> [Word]? {
        var words: [Word] = []
        var position = 0
        while position < self.scalars.count {
            let first = self.scalars[position]
            if first.isBlank {
                position += 1
                continue
            }
            if first == "#" { break }
            let start = position
            if first == "\"" || first == "'" {
                guard let end = self.end(of: first, from: start + 1) else { return nil }
                position = end
            } else {
                position = self.endOfPlainWord(from: start)
            }
            words.append(Word(text: String(String.UnicodeScalarView(self.scalars[start..<position])), column: start + 1))
        }
        return words
    }

    /// The position after the quote that closes.
    private func end(of quote: Unicode.Scalar, from start: Int) -> Int? {
        var position = start
        while position < self.scalars.count {
            if self.scalars[position] == quote { return position + 1 }
            position = self.endOfExpression(at: position) ?? position + 1
        }
        return nil
    }

    private func endOfPlainWord(from start: Int) -> Int {
        var position = start
        while position < self.scalars.count, !self.scalars[position].isBlank, self.scalars[position] != "#" {
            position = self.endOfExpression(at: position) ?? position + 1
        }
        return position
    }

    /// The position after the `}}` that closes the `{{` standing here.
    private func endOfExpression(at start: Int) -> Int? {
        guard start + 2 <= self.lastClosing, self.scalars[start] == "{", self.scalars[start + 1] == "{" else { return nil }
        var position = start + 2
        while self.scalars[position] != "}" || self.scalars[position + 1] != "}" { position += 1 }
        return position + 2
    }
}
