// Part of Martlet. Apache License 2.0; see LICENSE.

/// A block of text or SQL whose lines stay as they are, but for where they begin and end.
enum TextBlock {
    /// The lines without the indentation they share and without blanks at their ends.
    ///
    /// Comments do not count for what is shared, and lose as much as they have of it.
    static func lines(_ written: [WrittenLine]) -> [String] {
        let indentations = written.filter { !$0.isComment }.map { $0.text.unicodeScalars.prefix(while: \.isBlank) }
        var shared = (indentations.first ?? "".unicodeScalars[...])
        for indentation in indentations {
            shared = shared.prefix(zip(shared, indentation).prefix { $0 == $1 }.count)
        }
        return written.map { line in
            let scalars = line.text.unicodeScalars
            let removed = zip(scalars, shared).prefix { $0 == $1 }.count
            return String(String.UnicodeScalarView(scalars.dropFirst(removed))).trimmingBlanks(leading: false)
        }
    }

    /// The lines of a query; the `%` that makes it a template stands alone on the first.
    static func queryLines(_ written: [WrittenLine]) -> [String] {
        guard let mark = written.firstIndex(where: { !$0.isComment }) else { return self.lines(written) }
        let line = written[mark].text
        let text = line.trimmingBlanks()
        guard text.hasPrefix("%") else { return self.lines(written) }
        let rest = String(text.dropFirst()).trimmingBlanks()
        // Alone on its line, what is a comment of the query's would become one of the datafile's.
        guard !rest.hasPrefix("#") else { return self.lines(written) }
        var query = written[(mark + 1)...]
        if !rest.isEmpty {
            let indentation = String(line.unicodeScalars.prefix(while: \.isBlank))
            query = [WrittenLine(text: indentation + rest, isComment: false)] + query
        }
        return written[..<mark].map { $0.text.trimmingBlanks() } + ["%"] + self.lines(Array(query))
    }
}
