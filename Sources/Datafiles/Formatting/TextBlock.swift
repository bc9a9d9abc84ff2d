// Part of Martlet. Apache License 2.0; see LICENSE.

/// A block of text or SQL whose lines stay as they are, but for where they begin and end.
enum TextBlock {
    /// The lines without the indentation they share and without blanks at their ends.
    ///
    /// Comments among other lines do not count for what is shared, and lose as much as they have of it.
    static func lines(_ written: [WrittenLine]) -> [String] {
        let isOnlyComments = written.allSatisfy(\.isComment)
        let counted = written.filter { isOnlyComments || !$0.isComment }
        let indentations = counted.map { $0.text.unicodeScalars.prefix(while: \.isBlank) }
        let shared = indentations.reduce(indentations.first ?? "".unicodeScalars[...]) { shared, next in
            shared.prefix(zip(shared, next).prefix { $0 == $1 }.count)
        }
        return written.map { line in
            let scalars = line.text.unicodeScalars
            let removed = zip(scalars, shared).prefix { $0 == $1 }.count
            return String(String.UnicodeScalarView(scalars.dropFirst(removed))).trimmingBlanks(leading: false)
        }
    }

    /// The lines of a text for people, in which a tab before the first word is as good as four blanks.
    static func proseLines(_ written: [WrittenLine]) -> [String] {
        self.lines(
            written.map { line in
                let indentation = line.text.unicodeScalars.prefix(while: \.isBlank)
                let blanks = indentation.reduce(into: "") { $0 += $1 == "\t" ? "    " : " " }
                return WrittenLine(text: blanks + line.text.trimmingBlanks(trailing: false), isComment: line.isComment)
            })
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
