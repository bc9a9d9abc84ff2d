// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore

/// Brings the names of a ClickHouse client's query to those that the resolver knows, which have no database, and finds the tables
/// that describe others.
struct QualifiedNames {
    private let session: ClickHouseSession
    private let query: QueryAnalysis
    /// The tables about tables that the query reads.
    let metadata: Set<MetadataTable>
    /// The names in `{name: Type}`.
    var parameters: Set<String> { Set(self.query.queryParameters.map(\.name)) }

    init(of text: String, in session: ClickHouseSession) throws {
        self.session = session
        self.query = try analyzeQuery(try Self.shorteningColumns(of: try analyzeQuery(text), in: session))
        self.metadata = try Set(self.query.tables.compactMap { try Self.metadataTable($0, in: session) })
    }

    /// The query, with the rows of tables about tables put in their place.
    func text(_ rows: [MetadataTable: String]) throws -> String {
        var bareNames: Set<String> = []
        let text = try replaceTables(in: self.query) { table in
            if let metadata = try Self.metadataTable(table, in: self.session), let rows = rows[metadata] { return .query(rows) }
            guard let database = table.database else {
                // What is left of the database `system` is the same on every server.
                return self.session.database == .system ? .table(database: "system", name: table.name) : nil
            }
            guard self.session.database(named: database) == .workspace else { return nil }
            bareNames.insert(table.name)
            return .table(database: nil, name: table.name)
        }
        guard !bareNames.isEmpty else { return text }
        // A name that lost its database must not have become another thing's.
        let tables = try Set(analyzeQuery(text).tables.map(\.name))
        if let name = bareNames.subtracting(tables).min() {
            throw ClickHouseError.syntax("`\(name)` is a table, and the name of a WITH around it; give the latter another name")
        }
        return text
    }

    private static func metadataTable(_ table: TableReference, in session: ClickHouseSession) throws(ClickHouseError) -> MetadataTable? {
        guard let name = table.database else { return MetadataTable(table.name, in: session.database) }
        guard let database = session.database(named: name) else {
            // The service data sources have databases of their own.
            guard QueryPolicy().databases[name] == nil else { return nil }
            throw .unknownDatabase(name)
        }
        if let metadata = MetadataTable(table.name, in: database) { return metadata }
        switch database {
        case .workspace: return nil
        case .system where QueryPolicy.systemTables.contains(table.name): return nil
        case .system, .informationSchema: throw .unknownTable("\(name).\(table.name)")
        }
    }

    /// The text with `database.table.column` as `alias.column`: what takes the table's place is in no database.
    private static func shorteningColumns(of query: QueryAnalysis, in session: ClickHouseSession) throws(ClickHouseError) -> String {
        var reader = try TokenReader(query.text)
        var aliases: [[String]: String] = [:]
        for table in query.tables {
            guard let database = table.database,
                let position = reader.tokens.firstIndex(where: { $0.range.lowerBound >= table.range.upperBound })
                    ?? (table.hasAlias ? nil : reader.tokens.endIndex)
            else { continue }
            reader.index = position
            if table.hasAlias { _ = reader.take("AS") }
            aliases[[database, table.name]] = table.hasAlias ? reader.name() : table.name
        }
        guard !aliases.isEmpty else { return query.text }

        reader.index = 0
        var result: [UInt8] = []
        var position = 0
        while !reader.isAtEnd {
            defer { reader.index += 1 }
            guard reader.kind(1) == .symbol(.dot), reader.kind(3) == .symbol(.dot), let database = reader.name(),
                let table = reader.name(2),
                reader.index == 0 || reader.kind(-1) != .symbol(.dot), let alias = aliases[[database, table]]
            else { continue }
            result += reader.bytes[position..<reader.tokens[reader.index].range.lowerBound]
            result += SQLText.identifier(alias).utf8
            position = reader.tokens[reader.index + 2].range.upperBound
        }
        return String(decoding: result + reader.bytes[position...], as: UTF8.self)
    }
}
