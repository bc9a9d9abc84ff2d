// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// A statement of a ClickHouse client, as the query that answers it.
///
/// What a server tells of itself by statements of their own, `SHOW TABLES`, is told here by queries over its system tables.
enum ClickHouseStatement: Hashable {
    case query(String)
    /// The columns of a query's answer are asked for.
    case description(ofQuery: String)
    /// There is nothing to do or to say.
    case nothing

    init(_ text: String, in session: ClickHouseSession) throws(ClickHouseError) {
        var reader = try TokenReader(text)
        while reader.take(.openRound) {}
        switch reader.word() {
        case nil where reader.isAtEnd: throw .syntax("Empty query")
        case "SELECT", "WITH", "FROM", "EXPLAIN": self = .query(text)
        case "SHOW":
            reader.index += 1
            self = .query(try Self.show(&reader, in: session))
        case "DESCRIBE", "DESC":
            reader.index += 1
            _ = reader.take("TABLE")
            let isQuery = reader.word() == "SELECT" || reader.word() == "WITH"
            self = .description(ofQuery: (isQuery ? "" : "SELECT * FROM ") + reader.rest(from: reader.index))
        case "EXISTS":
            reader.index += 1
            self = .query(try Self.exists(&reader, in: session))
        case "USE":
            reader.index += 1
            let database = try reader.takeName()
            guard session.database(named: database) != nil else { throw .unknownDatabase(database) }
            self = .nothing
        case let word: throw .readOnly(word ?? "this statement")
        }
    }

    // MARK: SHOW

    private static func show(_ reader: inout TokenReader, in session: ClickHouseSession) throws(ClickHouseError) -> String {
        if reader.take("CREATE") { return try self.showCreate(&reader, in: session) }
        while reader.take(anyOf: ["FULL", "EXTENDED", "CHANGED", "TEMPORARY"]) != nil {}
        guard let subject = reader.take(anyOf: Set(Self.subjects.keys)), let query = Self.subjects[subject] else {
            throw .syntax("SHOW \(reader.word() ?? "") is not known; known are SHOW CREATE TABLE, \(Self.knownSubjects)")
        }
        switch subject {
        case "COLUMNS", "FIELDS":
            guard reader.take(anyOf: ["FROM", "IN"]) != nil else { throw .syntax("expected FROM") }
            let (database, table) = try self.table(&reader, in: session)
            return query + " WHERE \(self.condition(database, table))" + (try self.tail(&reader, filtering: "name"))
        case "TABLES", "DICTIONARIES":
            let database = reader.take(anyOf: ["FROM", "IN"]) == nil ? session.databaseName : try reader.takeName()
            guard session.database(named: database) != nil else { throw .unknownDatabase(database) }
            let literal = SQLText.stringLiteral(session.canonicalName(database))
            return query + " WHERE database = \(literal)" + (try self.tail(&reader, filtering: "name"))
        default:
            return query + " WHERE 1" + (try self.tail(&reader, filtering: "name"))
        }
    }

    /// What can be shown, and the query that does so.
    private static let subjects = [
        "COLUMNS": Self.columns, "FIELDS": Self.columns,
        "DATABASES": "SELECT name FROM system.databases",
        "DICTIONARIES": "SELECT name FROM system.dictionaries",
        "FUNCTIONS": "SELECT * FROM system.functions",
        "PROCESSLIST": "SELECT * FROM system.processes",
        "SETTINGS": "SELECT name, type, value FROM system.settings",
        "TABLES": "SELECT name FROM system.tables",
    ]

    private static let knownSubjects = Self.subjects.keys.sorted().joined(separator: ", ")

    private static let columns = """
        SELECT name AS field, type, if(startsWith(type, 'Nullable'), 'YES', 'NO') AS `null`, if(is_in_primary_key, 'PRI SOR', '') AS `key`, \
        nullIf(default_expression, '') AS default, '' AS extra FROM system.columns
        """

    private static func showCreate(_ reader: inout TokenReader, in session: ClickHouseSession) throws(ClickHouseError) -> String {
        if reader.take("DATABASE") {
            let name = try reader.takeName()
            guard session.database(named: name) != nil else { throw .unknownDatabase(name) }
            return "SELECT \(SQLText.stringLiteral("CREATE DATABASE \(SQLText.identifier(name))")) AS statement" + (try self.tail(&reader))
        }
        _ = reader.take(anyOf: ["TABLE", "VIEW", "DICTIONARY"])
        let (database, table) = try self.table(&reader, in: session)
        return "SELECT create_table_query AS statement FROM system.tables WHERE \(self.condition(database, table, column: "name"))"
            + (try self.tail(&reader))
    }

    // MARK: EXISTS

    private static func exists(_ reader: inout TokenReader, in session: ClickHouseSession) throws(ClickHouseError) -> String {
        _ = reader.take("TEMPORARY")
        if reader.take("DATABASE") {
            let isKnown = session.database(named: try reader.takeName()) != nil
            return "SELECT toUInt8(\(isKnown ? 1 : 0)) AS result" + (try self.tail(&reader))
        }
        _ = reader.take(anyOf: ["TABLE", "VIEW", "DICTIONARY"])
        let (database, table) = try self.table(&reader, in: session)
        return "SELECT toUInt8(count() > 0) AS result FROM system.tables WHERE \(self.condition(database, table, column: "name"))"
            + (try self.tail(&reader))
    }

    // MARK: Parts

    /// `[database.]table`
    private static func table(
        _ reader: inout TokenReader, in session: ClickHouseSession
    ) throws(ClickHouseError) -> (database: String, table: String) {
        let first = try reader.takeName()
        var path = (database: session.databaseName, table: first)
        if reader.take(.dot) { path = (first, try reader.takeName()) }
        if reader.take(anyOf: ["FROM", "IN"]) != nil { path.database = try reader.takeName() }
        guard session.database(named: path.database) != nil else { throw .unknownDatabase(path.database) }
        return (session.canonicalName(path.database), path.table)
    }

    private static func condition(_ database: String, _ table: String, column: String = "table") -> String {
        "database = \(SQLText.stringLiteral(database)) AND \(column) = \(SQLText.stringLiteral(table))"
    }

    /// What may end such a statement: `[[NOT] [I]LIKE 'pattern'] [LIMIT n] [FORMAT name]`, in the words of a query.
    private static func tail(_ reader: inout TokenReader, filtering column: String? = nil) throws(ClickHouseError) -> String {
        var text = ""
        if let column {
            let negation = reader.take("NOT") ? "NOT " : ""
            if let comparison = reader.take(anyOf: ["LIKE", "ILIKE"]) {
                guard reader.kind() == .string else { throw .syntax("expected a pattern in quotes") }
                text += " AND \(column) \(negation)\(comparison) \(reader.spelling())"
                reader.index += 1
            }
        }
        if reader.take("LIMIT") {
            guard reader.kind() == .number else { throw .syntax("expected a number") }
            text += " LIMIT \(reader.spelling())"
            reader.index += 1
        }
        if reader.take("FORMAT") { text += " FORMAT \(SQLText.identifier(try reader.takeName()))" }
        while reader.take(.semicolon) {}
        guard reader.isAtEnd else { throw .syntax("did not expect \(reader.spelling().prefix(40))") }
        return text
    }
}
