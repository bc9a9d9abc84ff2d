// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// What a ClickHouse server would know of a client: its database and its name.
struct ClickHouseSession: Sendable, Hashable {
    /// What this client calls the workspace's database: its name, or `default`, which drivers have where nobody chose.
    let workspaceDatabase: String
    /// What names without a database belong to.
    let database: Database
    let user: String

    enum Database: Sendable, Hashable {
        case workspace
        case system
        case informationSchema(isUpperCase: Bool)

        /// The databases that every ClickHouse server has.
        init?(builtIn name: String) {
            switch name {
            case "system": self = .system
            case "information_schema": self = .informationSchema(isUpperCase: false)
            case "INFORMATION_SCHEMA": self = .informationSchema(isUpperCase: true)
            default: return nil
            }
        }
    }

    private let workspaceName: String

    init(workspaceName: String, database: String?, user: String) throws(ClickHouseError) {
        self.workspaceName = workspaceName
        self.user = user
        self.workspaceDatabase = database == Self.standardDatabase ? Self.standardDatabase : workspaceName
        switch database {
        case nil, "", Self.standardDatabase, workspaceName: self.database = .workspace
        case .some(let name):
            guard let builtIn = Database(builtIn: name) else { throw .unknownDatabase(name) }
            self.database = builtIn
        }
    }

    /// The database of drivers to which nobody named one.
    static let standardDatabase = "default"

    /// The name of the current database.
    var databaseName: String {
        switch self.database {
        case .workspace: self.workspaceDatabase
        case .system: "system"
        case .informationSchema(let isUpperCase): isUpperCase ? "INFORMATION_SCHEMA" : "information_schema"
        }
    }

    /// The database of this name; nil if there is none.
    func database(named name: String) -> Database? {
        name == self.workspaceName || name == Self.standardDatabase ? .workspace : Database(builtIn: name)
    }

    /// The name under which the metadata has a database that a client names.
    func canonicalName(_ name: String) -> String { self.database(named: name) == .workspace ? self.workspaceDatabase : name }
}

extension ClickHouseSession {
    /// The statement with what only a server knows put in: parameters that stand for names, and functions about the client.
    ///
    /// The guard forbids those functions, for the engine would speak of itself, and it forbids such parameters, for they would be
    /// names that it has not seen.
    func complete(_ text: String, parameters: [String: String]) throws(ClickHouseError) -> String {
        var reader = try TokenReader(text)
        var result: [UInt8] = []
        var position = 0
        while !reader.isAtEnd {
            let start = reader.tokens[reader.index].range.lowerBound
            guard let replacement = try self.replacement(at: &reader, parameters: parameters) else {
                reader.index += 1
                continue
            }
            result += reader.bytes[position..<start]
            result += replacement.utf8
            position = reader.tokens[reader.index - 1].range.upperBound
        }
        return position == 0 ? text : String(decoding: result + reader.bytes[position...], as: UTF8.self)
    }

    /// What stands in the place of the next tokens, which are taken; nil if they stay.
    private func replacement(at reader: inout TokenReader, parameters: [String: String]) throws(ClickHouseError) -> String? {
        switch reader.kind() {
        case .symbol(.openCurly):
            guard let name = reader.name(1), reader.kind(2) == .symbol(.colon), reader.word(3) == "IDENTIFIER",
                reader.kind(4) == .symbol(.closeCurly)
            else { return nil }
            guard let value = parameters[name] else { throw .missingParameter(name) }
            reader.index += 5
            return SQLText.identifier(value)
        case .word:
            guard reader.kind(1) == .symbol(.openRound), reader.kind(2) == .symbol(.closeRound),
                let value = self.value(ofFunction: reader.spelling())
            else { return nil }
            let name = reader.spelling()
            reader.index += 3
            // A column without a name of its own is called like the call.
            return "(\(SQLText.stringLiteral(value)) AS \(SQLText.identifier("\(name)()")))"
        default: return nil
        }
    }

    private func value(ofFunction name: String) -> String? {
        switch name.lowercased() {
        case "currentdatabase", "current_database", "database", "schema", "current_schema": self.databaseName
        case "currentuser", "current_user", "user", "initialuser", "session_user": self.user
        case "hostname", "fqdn", "fullhostname", "displayname": "martlet"
        default: nil
        }
    }
}
