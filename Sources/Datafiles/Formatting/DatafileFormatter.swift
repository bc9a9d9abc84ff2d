// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Writes a datafile in its canonical form: directives in one order, each in its usual spelling, blocks indented by four.
///
/// The formatted file declares what the file declared, and formatting it again changes nothing. Every directive is kept, and
/// every comment stays with the directive, column or line it precedes, or at the file's end.
///
/// Queries are not rewritten: their lines keep their words and their indentation against each other, for a template is SQL
/// only once it is rendered. A block is moved as a whole; blank lines, which mean nothing in a datafile, and blanks at the
/// ends of lines go, also inside a string that spans lines; `%` gets a line of its own.
package enum DatafileFormatter {
    /// The canonical text of a datafile, or of an `.incl` file, whose lines are part of other datafiles.
    ///
    /// Refuses a file with mistakes. What it includes is not looked at, so that nothing is said of what it may lack.
    package static func format(_ file: ProjectFile) throws(InvalidFile) -> String {
        let start = SourceLocation(file: file.path, line: 1, column: 1)
        try self.checkLength(of: file.text, at: start)
        guard let kind = file.kind ?? self.kind(ofIncluded: file) else {
            let hint = "The names of datafiles end in .datasource, .pipe, .connection or .incl"
            throw InvalidFile(diagnostics: [Diagnostic(.error, "This is no datafile", at: start, hint: hint)])
        }
        let datafile = WrittenDatafile(file.text, kind: kind)
        let errors = DatafileCheck.errors(in: file, kind: kind, datafile)
        guard errors.isEmpty else { throw InvalidFile(diagnostics: errors) }
        let text = self.text(of: datafile, kind: kind)
        // Quotes and indentation may make it longer than it can be read again.
        try self.checkLength(of: text, at: start)
        return text
    }

    private static func checkLength(of text: String, at start: SourceLocation) throws(InvalidFile) {
        guard text.utf8.count > DatafileLimits.fileByteCount else { return }
        let message = "A datafile has at most \(DatafileLimits.fileByteCount) bytes"
        throw InvalidFile(diagnostics: [Diagnostic(.error, message, at: start)])
    }

    /// The kind of datafile an included file is part of: the one that knows most of its directives.
    private static func kind(ofIncluded file: ProjectFile) -> DatafileKind? {
        guard file.path.hasSuffix(".incl") else { return nil }
        let known = DatafileKind.allCases.map { kind in
            (kind: kind, count: WrittenDatafile(file.text, kind: kind).directives.count { kind.rules[$0.name] != nil })
        }
        return known.max { $0.count < $1.count }?.kind
    }

    /// A datafile's lines in their canonical order and spelling.
    static func text(of datafile: WrittenDatafile, kind: DatafileKind) -> String {
        var paragraphs = [datafile.header]
        for var section in DatafileSection.sections(of: datafile.directives) {
            let order = DirectiveOrder.of(kind, isNode: section.isNode)
            section.sort(by: order)
            var previous: (name: String, paragraph: Int)?
            for directive in section.directives {
                let paragraph = order.position(of: directive.name).paragraph
                // The query of a node without a description stands right below its name.
                if previous?.paragraph != paragraph, previous?.name != "NODE" { paragraphs.append([]) }
                paragraphs[paragraphs.count - 1] += DirectivePrinter(directive, kind: kind).lines()
                previous = (directive.name, paragraph)
            }
        }
        paragraphs.append(datafile.footer)
        return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }
}
