// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore
internal import Templates

/// What a query reads, by the names in its text.
package struct TableNames: Sendable, Hashable {
    package struct Table: Sendable, Hashable {
        package let database: String?
        package let name: String
    }

    /// Each once, in the order of the text.
    package let tables: [Table]
    /// Table functions like `numbers`, likewise.
    package let functions: [String]

    /// Reads SQL, or, if it begins with `%`, the default rendering of a template.
    package init(ofSQL sqlText: String) throws {
        try self.init(of: try Template(parsing: sqlText, name: "query"))
    }

    init(of template: Template) throws {
        let analysis = try analyzeQuery(template.renderForCheck(context: .check).sqlText)
        self.tables = Self.unique(analysis.tables.map { Table(database: $0.database, name: $0.name) })
        self.functions = Self.unique(analysis.tableFunctions.map(\.name))
    }

    private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}

extension TableNames {
    /// `sqlText` with other tables, or queries, in the place of those that `replacements` names.
    ///
    /// A key is `table` or `database.table`; a value the same, or a query, which may stand in brackets.
    package static func replacing(_ replacements: [String: String], inSQL sqlText: String) throws -> String {
        let analysis = try analyzeQuery(sqlText)
        return replaceTables(in: analysis) { table in
            let key = table.database.map { "\($0).\(table.name)" } ?? table.name
            return replacements[key].map { Self.replacement($0) }
        }
    }

    private static func replacement(_ text: String) -> TableReplacement {
        var query = text[...]
        while let first = query.first, first.isWhitespace { query.removeFirst() }
        while let last = query.last, last.isWhitespace { query.removeLast() }
        if query.first == "(", query.last == ")" { return .query(String(query.dropFirst().dropLast())) }
        guard !query.contains(where: \.isWhitespace) else { return .query(String(query)) }
        let parts = query.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? .table(database: parts[0], name: parts[1]) : .table(database: nil, name: String(query))
    }
}
