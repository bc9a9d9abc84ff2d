// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// A datafile as it was read, without a look at the others but for those that it includes.
package struct ReadFile: Sendable {
    enum Resource: Sendable {
        case dataSource(DataSourceDefinition)
        case pipe(PipeDefinition)
        case connection(ConnectionDefinition)
    }

    /// What it declares; nil if it has no meaning as it stands.
    let resource: Resource?
    /// What was found in it, by place.
    let diagnostics: [Diagnostic]
    /// Whether it means the same wherever it stands.
    let isSelfContained: Bool

    init(_ file: ProjectFile, kind: DatafileKind, includes: [String: String], secrets: [String: String]?, secretNames: Set<String>?) {
        let reader = DirectiveReader(file, kind: kind, includes: includes, secrets: secrets, secretNames: secretNames)
        let expanded = ProjectFile(path: file.path, text: reader.expandedText ?? file.text)
        let (resource, findings) = Self.resource(of: expanded, kind, reader.directives)
        self.resource = resource
        self.diagnostics = Array(
            (reader.diagnostics + findings).sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
                .prefix(DatafileLimits.findingCount))
        self.isSelfContained = !reader.hasIncludes
    }

    private static func resource(of file: ProjectFile, _ kind: DatafileKind, _ directives: [Directive]) -> (Resource?, [Diagnostic]) {
        switch kind {
        case .dataSource:
            var parser = DataSourceParser(file, directives: directives)
            let resource = parser.parse().map { Resource.dataSource($0) }
            return (resource, parser.diagnostics)
        case .pipe:
            var parser = PipeParser(file, directives: directives)
            let resource = parser.parse().map { Resource.pipe($0) }
            return (resource, parser.diagnostics)
        case .connection:
            var parser = ConnectionParser(file, directives: directives)
            let resource = parser.parse().map { Resource.connection($0) }
            return (resource, parser.diagnostics)
        }
    }
}
