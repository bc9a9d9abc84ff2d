// Part of Martlet. Apache License 2.0; see LICENSE.

/// One statement for the engine, with everything that applies to it alone.
package struct EngineQuery: Sendable {
    /// The SQL text. For inserts with data it ends with `FORMAT <name>` and the rows travel in ``EngineClient/insert(_:rows:)``.
    package var sqlText: String
    /// The database that unqualified table names belong to.
    package var database: String?
    /// The output format where the text names none, for example `JSON`.
    package var format: String?
    /// ClickHouse settings by name.
    package var settings: [String: String]
    /// Values of `{name: Type}` placeholders in the text.
    package var parameters: [String: String]
    /// The same for values that no message may show.
    package var secrets: [String: String] = [:]
    /// How the engine calls this run; a second run of the same id is refused while the first lasts.
    package var queryID: String?

    package init(
        _ sqlText: String, database: String? = nil, format: String? = nil, settings: [String: String] = [:],
        parameters: [String: String] = [:], queryID: String? = nil
    ) {
        self.sqlText = sqlText
        self.database = database
        self.format = format
        self.settings = settings
        self.parameters = parameters
        self.queryID = queryID
    }

    /// The URL parameters of the ClickHouse HTTP interface, the statement itself left out.
    var urlParameters: String {
        var items: [(String, String)] = []
        if let database { items.append(("database", database)) }
        if let format { items.append(("default_format", format)) }
        if let queryID { items.append(("query_id", queryID)) }
        items += self.settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        items += self.parameters.merging(self.secrets) { $1 }.sorted { $0.key < $1.key }.map { ("param_\($0.key)", $0.value) }
        return items.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
    }
}
