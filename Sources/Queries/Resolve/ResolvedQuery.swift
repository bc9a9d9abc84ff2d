// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

/// SQL that the engine can run: templates rendered, names replaced by tables, row filters in place.
package struct ResolvedQuery: Sendable, Hashable {
    package let sqlText: String
    /// What the author asked of the engine by `max_threads` and its kin.
    package let settings: RenderedSettings
    /// The values of secrets by the names that the text binds them with: `{name: String}`.
    package private(set) var secrets: [String: String]
    /// What these names begin with, before those that users know.
    let secretPrefix: String
    /// The format that a `FORMAT` clause at the end named; the clause itself is cut.
    package let format: String?
    /// The tables of ours that it reads, by their names.
    package let tables: [EngineTable]
    /// The databases of others that it reads. It runs only after ``connecting(by:)``.
    package let remoteDatabases: [RemoteDatabase]
    /// Whether it has one answer as long as they stay what they are: not if it follows from the clock, from chance, or from what is
    /// no table of ours.
    package let isRepeatable: Bool

    /// The same query, with the addresses of its remote databases as far as they may be connected to.
    package func connecting(by reach: DatabaseReach) async throws -> ResolvedQuery {
        var query = self
        for database in self.remoteDatabases { query.secrets[database.parameter] = try await reach.address(of: database) }
        return query
    }

    /// The text with secrets under the names that users know.
    var readableText: String {
        self.secrets.isEmpty ? self.sqlText : self.sqlText.replacing(self.secretPrefix, with: "")
    }
}
