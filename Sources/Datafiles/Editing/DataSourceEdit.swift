// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Directives for the file of a data source, each as the text that a request brings for it.
package struct DataSourceEdit: Sendable, Hashable {
    /// By the directive's name; one without a text is removed.
    private var texts: [String: String] = [:]

    package init() {}

    /// Puts `text` in the place of what the file says by this directive; an empty one removes it.
    package mutating func set(_ directive: String, to text: String) { self.texts[directive] = text }

    /// The file with these directives, in its canonical form.
    ///
    /// Mistakes name the directive in small letters, as the API calls its parameters, and the place in its text.
    package func applied(to file: ProjectFile) throws(InvalidFile) -> ProjectFile {
        let texts = self.texts.sorted { $0.key < $1.key }
        let mistakes = texts.flatMap { Self.mistakes(in: $1, of: $0) }
        guard mistakes.isEmpty else { throw InvalidFile(diagnostics: mistakes) }
        var datafile = WrittenDatafile(file.text, kind: .dataSource)
        datafile.directives.removeAll { self.texts[$0.name] != nil }
        for (name, text) in texts where !text.isBlank { datafile.directives.append(try Self.directive(name, text)) }
        let edited = ProjectFile(path: file.path, text: DatafileFormatter.text(of: datafile, kind: .dataSource))
        try Self.check(edited, having: datafile.directives)
        return edited
    }

    private static func directive(_ name: String, _ text: String) throws(InvalidFile) -> WrittenDirective {
        guard let directive = WrittenDirective(name, saying: text) else {
            throw InvalidFile(diagnostics: [Self.finding("This cannot be written in a datafile", in: name)])
        }
        return directive
    }

    // MARK: Mistakes

    private static func finding(_ message: String, in directive: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.error, message, at: SourceLocation(file: directive.lowercased(), line: 1, column: 1), hint: hint)
    }

    /// What is wrong within the text of a block.
    private static func mistakes(in text: String, of directive: String) -> [Diagnostic] {
        let start = { (line: Int) in SourceLocation(file: directive.lowercased(), line: line, column: 1) }
        let lines = SourceLines.of(text).enumerated().map { number, line in
            (text: line.trimmingBlanks().hasPrefix("#") ? "" : line, start: start(number + 1))
        }
        let source = SourceText(lines: lines, origin: start(1))
        let findings =
            switch directive {
            case "SCHEMA": SchemaParser(source).diagnostics
            case "INDEXES": IndexParser(source).diagnostics
            default: [Diagnostic]()
            }
        return findings.filter { $0.severity == .error }
    }

    /// Whether the file has these directives and no other, and makes sense.
    private static func check(_ file: ProjectFile, having directives: [WrittenDirective]) throws(InvalidFile) {
        let written = WrittenDatafile(file.text, kind: .dataSource).directives
        guard written.map(\.name).sorted() == directives.map(\.name).sorted() else {
            let start = SourceLocation(file: file.path, line: 1, column: 1)
            throw InvalidFile(diagnostics: [Diagnostic(.error, "The texts cannot be written in a datafile", at: start)])
        }
        let errors = Project.parse(only: file, includes: [], secrets: nil).diagnostics.filter { $0.severity == .error }
        guard !errors.isEmpty else { return }
        throw InvalidFile(
            diagnostics: errors.map { error in
                // What lies at the beginning is about the file as a whole.
                let isOfFile = error.location.line == 1 && error.location.column == 1
                let directive = isOfFile ? nil : written.last { $0.line <= error.location.line }
                return directive.map { self.finding(error.message, in: $0.name, hint: error.hint) } ?? error
            })
    }
}
