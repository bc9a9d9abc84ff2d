// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore

/// What a datafile declares, in lines that two files can be compared by: without its text and its places, and without what
/// formatting may change, blanks inside expressions and the indentation of descriptions and templates.
struct DatafileMeaning: Equatable {
    let lines: [String]

    init(_ file: ProjectFile) {
        let (project, diagnostics) = Project.parse([file])
        self.lines =
            project.dataSources.flatMap(Self.lines) + project.pipes.flatMap(Self.lines) + project.connections.flatMap(Self.lines)
            + diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    private static func lines(_ dataSource: DataSourceDefinition) -> [String] {
        let engine = dataSource.engine
        let options = [
            engine.partitionKey, engine.sortingKey, engine.primaryKey, engine.samplingKey, engine.ttl, engine.settings,
            engine.versionColumn, engine.isDeletedColumn, engine.signColumn, engine.stateVersionColumn,
        ]
        return [
            dataSource.name, self.text(dataSource.description), self.grants(dataSource.tokens), "\(dataSource.tags)",
            "\(dataSource.operationalTags ?? "-")", "\(engine.kind) \(engine.summedColumns)", "\(options.map(self.expression))",
            "\(dataSource.sharedWith)", self.query(dataSource.forwardQuery), "\(dataSource.isBackfilled)",
            self.settings(dataSource.settings),
        ] + dataSource.columns.map { self.expression($0.normalForm) } + dataSource.indexes.map(\.declaration)
    }

    private static func lines(_ pipe: PipeDefinition) -> [String] {
        [pipe.name, self.text(pipe.description), self.grants(pipe.tokens), "\(pipe.tags)"]
            + pipe.nodes.flatMap { node in
                [
                    node.name, self.text(node.description), self.query(node.query), "\(node.kind) \(node.targetDataSource ?? "-")",
                    "\(node.isAlteredInPlace) \(node.copyMode) \(node.copySchedule ?? "-") \(node.computesOnDemand)",
                    "\(node.cacheSeconds ?? -1)", self.settings(node.exportSettings),
                ]
            }
    }

    private static func lines(_ connection: ConnectionDefinition) -> [String] {
        [connection.name, self.text(connection.description), "\(connection.kind)", self.settings(connection.settings)]
    }

    private static func grants(_ tokens: [TokenGrant]) -> String {
        "\(tokens.map { "\($0.name) \($0.permission)" })"
    }

    private static func settings(_ settings: [String: String]) -> String {
        settings.map { "\($0.key)=\(self.expression($0.value))" }.sorted().joined(separator: " ")
    }

    private static func expression(_ text: String?) -> String {
        String((text ?? "-").filter { !$0.isWhitespace })
    }

    private static func text(_ text: String?) -> String {
        (text ?? "-").split(whereSeparator: \.isNewline).map { self.trimmed($0) }.joined(separator: "\n")
    }

    private static func query(_ query: SourceText?) -> String {
        guard let query, query.text.hasPrefix("%") else {
            let lines = (query?.text ?? "-").split(whereSeparator: \.isNewline)
            return lines.map { self.trimmed($0, leading: false) }.joined(separator: "\n")
        }
        return "%\n" + self.text(self.trimmed(query.text.dropFirst()))
    }

    private static func trimmed(_ line: Substring, leading: Bool = true) -> String {
        let end = line.lastIndex { $0 != " " && $0 != "\t" }
        let kept = end.map { line[...$0] } ?? ""
        return String(leading ? kept.drop { $0 == " " || $0 == "\t" } : kept)
    }
}
