// Part of Martlet. Apache License 2.0; see LICENSE.

/// Refuses what the row filter of a token must not hold.
///
/// It becomes the condition of a query that stands below the caller's own, where a name that is no column of the data source would
/// be looked for in the queries around it: the caller could then say what it means.
package struct RowFilterGuard: Sendable {
    /// The columns of the data source.
    package let columns: Set<String>

    package init(columns: Set<String>) { self.columns = columns }

    package func check(_ filter: String) throws(RowFilterRefusal) {
        guard SQLText.isClosed(filter) else {
            throw RowFilterRefusal(reason: "it is not one expression: its brackets do not match, or it has a \";\"")
        }
        let tokens = SQLLexer.tokens(of: filter)
        guard !tokens.contains(where: { $0.kind == .comment }) else { throw RowFilterRefusal(reason: "it has a comment") }
        let bytes = Array(filter.utf8)
        guard !tokens.contains(where: { $0.kind == .word && SQLKeyword(bytes[$0.range]) == .select }) else {
            throw RowFilterRefusal(reason: "it has a query")
        }
        let query: QueryAnalysis
        do {
            query = try analyzeQuery("SELECT 1 WHERE (\n\(filter)\n)")
            try StatementGuard().check(query)
        } catch let error as SQLSyntaxError {
            throw RowFilterRefusal(reason: error.message)
        } catch let refusal as QueryRefusal {
            throw RowFilterRefusal(reason: refusal.message)
        } catch {
            throw RowFilterRefusal(reason: "it cannot be read")
        }
        guard query.tables.isEmpty, query.tableFunctions.isEmpty else { throw RowFilterRefusal(reason: "it reads a table") }
        guard query.queryParameters.isEmpty else { throw RowFilterRefusal(reason: "it has a parameter") }
        guard let stranger = query.columns.subtracting(self.columns).min() else { return }
        throw RowFilterRefusal(reason: "`\(stranger)` is not a column of the data source")
    }
}

/// Why a row filter is refused; a sentence without the data source's name.
package struct RowFilterRefusal: Error, Hashable {
    package let reason: String
}
