// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// A place in a text that only moves forward, for the small parsers of schemas, indexes, keys and secrets.
struct TextScanner {
    let scalars: [Unicode.Scalar]
    var position = 0

    init(_ text: String) {
        self.scalars = Array(text.unicodeScalars)
    }

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    var isAtEnd: Bool { self.position >= self.scalars.count }

    /// The scalar at this place.
    var next: Unicode.Scalar? { self.isAtEnd ? nil : self.scalars[self.position] }

    /// What was passed since `start`.
    func text(from start: Int) -> String {
        String(String.UnicodeScalarView(self.scalars[start..<self.position]))
    }

    func lookingAt(_ text: String) -> Bool {
        self.scalars[self.position...].starts(with: text.unicodeScalars)
    }

    /// Passes `text` if it stands here.
    mutating func take(_ text: String) -> Bool {
        guard self.lookingAt(text) else { return false }
        self.position += text.unicodeScalars.count
        return true
    }

    /// Passes blanks, then `text` if it stands there.
    mutating func takePastBlanks(_ text: String) -> Bool {
        self.skipBlanks()
        return self.take(text)
    }

    mutating func skipBlanks() {
        while let next = self.next, next.isBlank { self.position += 1 }
    }

    /// Passes letters, digits and underscores.
    mutating func takeWord() -> String {
        let start = self.position
        while let next = self.next, next.isWordPart { self.position += 1 }
        return self.text(from: start)
    }

    /// The word at `position`, without passing it.
    func word(at position: Int) -> String {
        var probe = self
        probe.position = position
        return probe.takeWord()
    }
}

extension TextScanner {
    /// Whether exactly this word stands at `position`.
    func isWord(_ word: String, at position: Int) -> Bool {
        let isStart = position == 0 || !self.scalars[position - 1].isWordPart
        return isStart && self.word(at: position) == word
    }

    /// Passes a string or quoted name, in which a backslash escapes and a doubled quote is one; an unclosed one to the end.
    mutating func passQuoted() {
        let quote = self.next
        self.position += 1
        while let next = self.next {
            self.position += next == "\\" ? 2 : 1
            if next == quote {
                guard self.next == quote else { return }
                self.position += 1
            }
        }
        self.position = self.scalars.count
    }

    /// Passes `(…)` with all that is nested in it and gives its text; nil if it is not closed.
    mutating func takeParenthesised() -> String? {
        let start = self.position
        var depth = 0
        while let next = self.next {
            switch next {
            case "'", "`", "\"":
                self.passQuoted()
                continue
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            self.position += 1
            if depth == 0 { return self.text(from: start) }
        }
        return nil
    }
}
