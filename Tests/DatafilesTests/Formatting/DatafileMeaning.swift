// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore

/// What a datafile declares, in lines that two files can be compared by: without its text and its places, and without what
/// formatting may change, blanks inside expressions and the indentation of descriptions and templates.
struct DatafileMeaning: Equatable {
    let lines: [String]

    init(_ file: ProjectFile) {
        let project = Project.parse([file]).project
        self.lines =
            project.dataSources.flatMap(Self.lines) + project.pipes.flatMap(Self.lines) + project.connections.flatMap(Self.lines)
    }

    private static func lines(_ dataSource: DataSourceDefinition) -> [String] {
        let engine = dataSource.engine
        let options = [
            engine.partitionKey, engine.sortingKey, engine.primaryKey, engine.samplingKey, engine.ttl, engine.settings,
            engine.versionColumn, engine.isDeletedColumn, engine.signColumn, engine.stateVersionColumn,
        ]
        return [
            dataSource.name, self.text(dataSource.description), self.grants(dataSource.tokens), self.tags(dataSource.tags),
            self.text(dataSource.operationalTags), "\(engine.kind) \(engine.summedColumns)", "\(options.map(self.expression))",
            "\(dataSource.sharedWith)", self.query(dataSource.forwardQuery), "\(dataSource.isBackfilled)",
            self.settings(dataSource.settings),
        ] + dataSource.columns.map { self.expression($0.normalForm) } + dataSource.indexes.map(\.declaration)
    }

    private static func lines(_ pipe: PipeDefinition) -> [String] {
        [pipe.name, self.text(pipe.description), self.grants(pipe.tokens), self.tags(pipe.tags)]
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

    private static func tags(_ tags: [String]) -> String {
        "\(tags.map { self.text($0) })"
    }

    private static func settings(_ settings: [String: String]) -> String {
        settings.map { "\($0.key)=\(self.expression($0.value))" }.sorted().joined(separator: " ")
    }

    private static func expression(_ text: String?) -> String {
        String(String.UnicodeScalarView((text ?? "").unicodeScalars.filter { !$0.properties.isWhitespace }))
    }

    private static func text(_ text: String?) -> String {
        self.lines(of: text ?? "-").map { self.trimmed($0) }.joined(separator: "\n")
    }

    private static func query(_ query: SourceText?) -> String {
        let text = query?.text ?? "-"
        if text.unicodeScalars.first == "%" { return "%\n" + self.text(self.trimmed(text.unicodeScalars.dropFirst())) }
        return self.lines(of: text).map { self.trimmed($0, leading: false) }.joined(separator: "\n")
    }

    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        text.unicodeScalars.split(separator: "\n")
    }

    private static func trimmed(_ line: Substring.UnicodeScalarView, leading: Bool = true) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\n" }
        let end = line.lastIndex { !isBlank($0) }
        let kept = end.map { line[...$0] } ?? line.prefix(0)
        return String(leading ? kept.drop(while: isBlank) : kept)
    }
}
