// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore

/// One datafile, read on its own, in the words tests compare.
struct ParsedFile {
    let project: Project
    /// `2:5 message`, errors only.
    let errors: [String]
    /// `2:5 message`, warnings only.
    let warnings: [String]
    /// The hints of all findings.
    let hints: [String]

    static func dataSource(_ text: String, secrets: [String: String]? = nil) -> ParsedFile {
        ParsedFile(ProjectFile(path: "datasources/events.datasource", text: text), secrets: secrets)
    }

    /// Beside the pipe there is a data source `d` to fill.
    static func pipe(_ text: String) -> ParsedFile {
        ParsedFile(
            ProjectFile(path: "pipes/top.pipe", text: text), beside: [ProjectFile(path: "d.datasource", text: "SCHEMA >\n    a Int8")])
    }

    static func connection(_ text: String, secrets: [String: String]? = nil) -> ParsedFile {
        ParsedFile(ProjectFile(path: "connections/broker.connection", text: text), secrets: secrets)
    }

    /// A data source of this schema, for tests of all that stands below it; the schema ends in line 3.
    static func withSchema(_ directives: String, columns: String = "`id` UInt64, `n` Nullable(String), `v` UInt8") -> ParsedFile {
        .dataSource("SCHEMA >\n    \(columns)\n\n\(directives)\n")
    }

    /// A schema on its own; its first column stands in line 2 from column 5 on.
    static func schema(_ columns: String) -> ParsedFile {
        .dataSource("SCHEMA >\n    \(columns)\n")
    }

    /// A pipe with one node, whose directives begin in line 4.
    static func node(_ directives: String) -> ParsedFile {
        .pipe("NODE n1\nSQL >\n    SELECT 1\n\(directives)\n")
    }

    private init(_ file: ProjectFile, beside others: [ProjectFile] = [], secrets: [String: String]? = nil) {
        let (project, diagnostics) = Project.parse([file] + others, secrets: secrets)
        self.project = project
        self.errors = diagnostics.filter { $0.severity == .error }.map(Self.line)
        self.warnings = diagnostics.filter { $0.severity == .warning }.map(Self.line)
        self.hints = diagnostics.compactMap(\.hint)
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        "\(diagnostic.location.line):\(diagnostic.location.column) \(diagnostic.message)"
    }

    var dataSource: DataSourceDefinition? { self.project.dataSources.first }
    var pipe: PipeDefinition? { self.project.pipes.first }
    var connection: ConnectionDefinition? { self.project.connections.first }
    var columns: [String] { self.dataSource?.columns.map(\.normalForm) ?? [] }
    var firstSQL: String? { self.pipe?.nodes.first?.sql }
}
