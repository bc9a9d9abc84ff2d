// Part of Martlet. Apache License 2.0; see LICENSE.

/// A directive as its author wrote it, with the comments that belong to it.
struct WrittenDirective {
    /// The comment lines above it, from their `#` on.
    let comments: [String]
    /// In upper case, aliases replaced.
    let name: String
    /// Counted from 1.
    let line: Int
    /// The words after it on its line; none if it has a block.
    let arguments: [Word]
    /// The same words with the blanks between them.
    let argumentText: String
    /// The comment at the end of its line, or nothing.
    let remark: String
    /// The lines of its block; nil if it has none.
    var block: [WrittenLine]?

    /// The words after it, as the reader of datafiles joins them.
    var argumentWords: String { self.arguments.map(\.text).joined(separator: " ") }

    /// What its line says, without the quotes around it.
    var lineValue: String { self.argumentWords.removingQuotes() }

    /// What it says, as the lines of a block.
    var content: [WrittenLine] {
        // Quotes around a description are part of it.
        let value = self.name == "DESCRIPTION" ? self.argumentWords : self.lineValue
        return self.block ?? (value.isBlank ? [] : [WrittenLine(text: value, isComment: false)])
    }

    /// The one line of its block, without the quotes around it; nil if there are more lines, or comments.
    var onlyBlockLine: String? {
        guard let block = self.block, block.count == 1, let line = block.first, !line.isComment else { return nil }
        return line.text.trimmingBlanks().removingQuotes()
    }
}

/// A line of a block, never blank.
struct WrittenLine {
    /// With its indentation.
    let text: String
    /// Whether there is only a comment, which the reader of datafiles skips.
    let isComment: Bool
}
