// Part of Martlet. Apache License 2.0; see LICENSE.

/// The order of directives in a formatted file: paragraphs, with a blank line between each two.
struct DirectiveOrder {
    /// Where a directive stands.
    struct Position: Comparable {
        let paragraph: Int
        let index: Int

        static func < (left: Position, right: Position) -> Bool {
            (left.paragraph, left.index) < (right.paragraph, right.index)
        }
    }

    /// A name that ends in `*` stands for all that begin so, in the order of the file.
    private let paragraphs: [[String]]

    /// Directives without a place of their own, like those only Classic knows, come last.
    func position(of name: String) -> Position {
        for (number, paragraph) in self.paragraphs.enumerated() {
            let index = paragraph.firstIndex { $0 == name || $0.hasSuffix("*") && name.hasPrefix($0.dropLast()) }
            if let index { return Position(paragraph: number, index: index) }
        }
        return Position(paragraph: self.paragraphs.count, index: 0)
    }

    /// The order of a kind of file; in a pipe, of a node or of what belongs to no node of the file.
    static func of(_ kind: DatafileKind, isNode: Bool) -> DirectiveOrder {
        switch kind {
        case .dataSource: self.dataSource
        case .pipe: isNode ? self.node : self.pipe
        case .connection: self.connection
        }
    }

    private static let forgotten = ["VERSION", "MAINTAINER", "SOURCE"]
    private static let engine = ["ENGINE"] + DatafileKind.engineOptions.sorted().map { "ENGINE_\($0)" }

    private static let dataSource = DirectiveOrder(paragraphs: [
        ["INCLUDE"], forgotten, ["DESCRIPTION"], ["TOKEN"], ["TAGS"], ["SCHEMA"], ["INDEXES"],
        engine + ["PARTITION_KEY", "PRIMARY_KEY", "SAMPLING_KEY", "SORTING_KEY", "TTL"],
        ["KAFKA_*"], ["IMPORT_*"], ["PG_*"], ["SHARED_WITH"], ["FORWARD_QUERY"], ["BACKFILL"],
    ])

    private static let pipe = DirectiveOrder(paragraphs: [["INCLUDE"], forgotten, ["DESCRIPTION"], ["TOKEN"], ["TAGS"]])

    private static let node = DirectiveOrder(paragraphs: [
        ["NODE", "DESCRIPTION"], ["SQL"],
        [
            "TYPE", "DATASOURCE", "DEPLOYMENT_METHOD", "TARGET_DATASOURCE", "COPY_MODE", "COPY_SCHEDULE", "ON_DEMAND_COMPUTE",
            "EXPORT_CONNECTION_NAME", "EXPORT_SCHEDULE", "EXPORT_BUCKET_URI", "EXPORT_FILE_TEMPLATE", "EXPORT_FORMAT",
            "EXPORT_COMPRESSION", "EXPORT_WRITE_STRATEGY", "EXPORT_STRATEGY", "EXPORT_KAFKA_TOPIC", "CACHE", "FILTER", "TAGS",
        ] + engine,
    ])

    private static let connection = DirectiveOrder(paragraphs: [
        ["INCLUDE"], ["DESCRIPTION"], ["TYPE"] + ConnectionKind.allCases.flatMap(\.settings),
    ])
}
