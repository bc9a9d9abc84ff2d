// Part of Martlet. Apache License 2.0; see LICENSE.

/// A SCHEMA in its normal form: one column per line, its parts in one order, with the comments of the author.
struct SchemaBlock {
    private struct Row {
        var text: String
        let isColumn: Bool
        /// The comment behind a column.
        var remark = ""
    }

    private var rows: [Row] = []
    private var lastColumn: Int?

    static func lines(_ written: [WrittenLine]) -> [String] {
        let text = written.filter { !$0.isComment }.map(\.text).joined(separator: "\n")
        let blanked = SchemaComments.blanked(text)
        let code = blanked.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        // A back-quote that is never closed ends with its line: behind it, a comment moved there would be none.
        let hasOpenQuote = code.contains { line in line.count { $0 == "`" } % 2 == 1 }
        return hasOpenQuote ? TextBlock.lines(written) : SchemaBlock(written, code: code, columns: self.columns(blanked)).lines
    }

    private init(_ written: [WrittenLine], code: [Substring.UnicodeScalarView], columns: [ColumnDraft]) {
        var code = code[...]
        var columns = columns[...]
        var offset = 0
        for line in written {
            guard !line.isComment, let blankedLine = code.popFirst() else {
                self.rows.append(Row(text: line.text.trimmingBlanks(), isColumn: false))
                continue
            }
            offset += blankedLine.count + 1
            while let column = columns.first, column.offset < offset {
                columns.removeFirst()
                self.lastColumn = self.rows.count
                self.rows.append(Row(text: column.normalForm, isColumn: true))
            }
            self.add(comment: Self.comment(of: line.text, blanked: blankedLine), isAlone: blankedLine.allSatisfy(\.isBlank))
        }
    }

    /// The columns of a schema without mistakes.
    private static func columns(_ blanked: String) -> [ColumnDraft] {
        var columns: [ColumnDraft] = []
        var scanner = TextScanner(blanked)
        scanner.skipBlanks()
        while !scanner.isAtEnd, let column = try? ColumnParser.parse(&scanner) {
            columns.append(column)
            _ = scanner.takePastBlanks(",")
            scanner.skipBlanks()
        }
        return columns
    }

    /// What was blanked in a line.
    private static func comment(of line: String, blanked: Substring.UnicodeScalarView) -> String {
        let code = zip(line.unicodeScalars, blanked).prefix { $0 == $1 }.count
        return String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(code))).trimmingBlanks()
    }

    /// A comment behind a column, or behind a part of it, follows the column; one that is alone stays so.
    private mutating func add(comment: String, isAlone: Bool) {
        guard !comment.isEmpty else { return }
        if !isAlone, let column = self.lastColumn {
            self.rows[column].remark += " \(comment)"
        } else {
            self.rows.append(Row(text: comment, isColumn: false))
        }
    }

    private var lines: [String] {
        self.rows.enumerated().map { index, row in
            row.text + (row.isColumn && index != self.lastColumn ? "," : "") + row.remark
        }
    }
}

extension ColumnDraft {
    /// The column with its parts as written: name in back-quotes, type, path, default, codec.
    fileprivate var normalForm: String {
        let word: SchemaKeyword = self.materialized == nil ? .default : .materialized
        let parts = [
            "`\(self.name)`", self.type?.text, self.path.map { "`json:\($0.text)`" }, self.default.map { "\(word.rawValue) \($0)" },
            self.codec.map { "CODEC(\($0))" },
        ]
        return parts.compactMap { $0 }.joined(separator: " ").joiningLines()
    }
}
