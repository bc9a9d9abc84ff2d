// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// A text taken out of a file which still knows where in the file each of its lines stood.
///
/// Blocks lose blank lines, comments and indentation on the way; a mistake found in what is left must still be
/// reported at its place in the file.
package struct SourceText: Hashable, Sendable {
    /// The lines, joined by line feeds.
    package let text: String
    /// Where the first character of each line stands in the file; never empty.
    package let lineStarts: [SourceLocation]

    /// Joins lines; `origin` is the place of a text without any.
    init(lines: [(text: String, start: SourceLocation)], origin: SourceLocation) {
        self.text = lines.map(\.text).joined(separator: "\n")
        // A line may itself hold line feeds (a secret put in): they all stand where the line stood.
        let starts = lines.flatMap { line in
            Array(repeating: line.start, count: line.text.utf8.count { $0 == UInt8(ascii: "\n") } + 1)
        }
        self.lineStarts = starts.isEmpty ? [origin] : starts
    }

    /// The place of the first character.
    package var start: SourceLocation { self.lineStarts[0] }

    /// The place in the file of a place in this text, both counted from 1; what lies beyond the end is at the end.
    package func location(line: Int, column: Int) -> SourceLocation {
        var location = self.lineStarts[min(max(line, 1), self.lineStarts.count) - 1]
        location.column += max(column, 1) - 1
        return location
    }

    /// The place in the file of the `offset`-th Unicode scalar of this text.
    package func location(scalarOffset offset: Int) -> SourceLocation {
        var line = 1
        var column = 1
        for scalar in self.text.unicodeScalars.prefix(max(offset, 0)) {
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return self.location(line: line, column: column)
    }

    /// The place in the file of the `offset`-th UTF-8 byte of this text.
    package func location(utf8Offset offset: Int) -> SourceLocation {
        let utf8 = self.text.utf8
        let end = utf8.index(utf8.startIndex, offsetBy: max(offset, 0), limitedBy: utf8.endIndex) ?? utf8.endIndex
        return self.location(scalarOffset: self.text.unicodeScalars[..<end].count)
    }

    /// Without the indentation all lines share, and without blanks at the end.
    func dedented() -> SourceText {
        let lines = self.lines
        let indentation = lines.filter { !$0.text.isBlank }.map { $0.text.unicodeScalars.prefix(while: \.isBlank) }
        let shared = indentation.dropFirst().reduce(indentation.first ?? "".unicodeScalars.prefix(0)) { shared, next in
            let count = zip(shared, next).prefix { $0 == $1 }.count
            return shared.prefix(count)
        }.count
        return SourceText(
            lines: lines.map { line in
                guard !line.text.isBlank else { return ("", line.start) }
                return (String(line.text.unicodeScalars.dropFirst(shared)), line.start.advanced(by: shared))
            }, origin: self.start
        ).trimmed(leading: false)
    }

    /// Without blanks and empty lines at the end and, unless told otherwise, at the start.
    func trimmed(leading: Bool = true) -> SourceText {
        var lines = self.lines[...]
        while let last = lines.last, last.text.isBlank { lines.removeLast() }
        if let last = lines.popLast() {
            lines.append((last.text.trimmingBlanks(leading: false), last.start))
        }
        if leading {
            while let first = lines.first, first.text.isBlank { lines.removeFirst() }
            if let first = lines.popFirst() {
                let kept = first.text.trimmingBlanks(trailing: false)
                let removed = first.text.unicodeScalars.count - kept.unicodeScalars.count
                lines = [(kept, first.start.advanced(by: removed))] + lines
            }
        }
        return SourceText(lines: Array(lines), origin: self.start)
    }

    private var lines: [(text: String, start: SourceLocation)] {
        let lines = self.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, self.lineStarts).map { (String($0), $1) }
    }
}

extension SourceLocation {
    /// The place so many scalars further on the same line.
    func advanced(by columns: Int) -> SourceLocation {
        SourceLocation(file: self.file, line: self.line, column: self.column + columns)
    }
}
