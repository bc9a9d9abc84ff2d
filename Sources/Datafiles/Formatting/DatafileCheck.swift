// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The mistakes for which a datafile is not formatted.
enum DatafileCheck {
    /// A file that includes others, or is itself included, may be whole only with them: only its parts are checked.
    static func errors(in file: ProjectFile, kind: DatafileKind, _ datafile: WrittenDatafile) -> [Diagnostic] {
        let reader = DirectiveReader(file, kind: kind, includes: [:], secrets: nil)
        let includes = Set(datafile.directives.filter { $0.name == "INCLUDE" }.map(\.line))
        let isWhole = file.kind != nil && includes.isEmpty
        var found = reader.diagnostics + (isWhole ? self.checkWhole(file, kind, reader.directives) : self.checkParts(reader.directives))
        if kind != .pipe, file.text.contains("{#") { found += self.checkComments(SourceText(file)) }
        let errors = found.filter { $0.severity == .error && !includes.contains($0.location.line) }
        return Array(
            errors.sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
                .prefix(DatafileLimits.findingCount))
    }

    /// Comments of the template language may begin and end anywhere, so that they belong to no line.
    ///
    /// Those of pipes are part of their queries.
    private static func checkComments(_ source: SourceText) -> [Diagnostic] {
        let text = source.text.unicodeScalars
        guard let start = text.firstRange(of: "{#".unicodeScalars)?.lowerBound else { return [] }
        guard text[start...].firstRange(of: "#}".unicodeScalars) != nil else { return [] }
        let place = source.location(scalarOffset: text[..<start].count)
        let hint = "Write # before each of its lines"
        return [Diagnostic(.error, "A comment in {# #} has no place in a formatted file", at: place, hint: hint)]
    }

    private static func checkWhole(_ file: ProjectFile, _ kind: DatafileKind, _ directives: [Directive]) -> [Diagnostic] {
        switch kind {
        case .dataSource:
            var parser = DataSourceParser(file, directives: directives)
            _ = parser.parse()
            return parser.diagnostics
        case .pipe:
            var parser = PipeParser(file, directives: directives)
            _ = parser.parse()
            return parser.diagnostics
        case .connection:
            var parser = ConnectionParser(file, directives: directives)
            _ = parser.parse()
            return parser.diagnostics
        }
    }

    private static func checkParts(_ directives: [Directive]) -> [Diagnostic] {
        directives.flatMap { directive -> [Diagnostic] in
            switch directive.name {
            case "SCHEMA": SchemaParser(directive.content).diagnostics
            case "INDEXES": IndexParser(directive.content).diagnostics
            default: []
            }
        }
    }
}
