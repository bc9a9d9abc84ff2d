// Part of Martlet. Apache License 2.0; see LICENSE.

/// A request of a ClickHouse client: SQL in ClickHouse's own words, about the tables that its token may read.
package struct ClickHouseCall: Sendable {
    package var sqlText: String
    /// The database that names without one belong to; the workspace's where the client does not care.
    package var database: String?
    /// What the client calls itself; it decides nothing.
    package var user: String
    /// Holds where the statement names no format.
    package var defaultFormat: String?
    /// The settings that came beside the statement, as they came.
    package var settings: [String: String]
    /// The values of `{name: Type}`, and of the parameters of endpoints.
    package var parameters: [String: String]

    package init(
        sqlText: String, database: String? = nil, user: String = "default", defaultFormat: String? = nil, settings: [String: String] = [:],
        parameters: [String: String] = [:]
    ) {
        self.sqlText = sqlText
        self.database = database
        self.user = user
        self.defaultFormat = defaultFormat
        self.settings = settings
        self.parameters = parameters
    }
}
