// Part of Martlet. Apache License 2.0; see LICENSE.

/// Refuses every query that does more than its policy allows.
///
/// The engine has no accounts of its own in which a query could be held, so this is the only wall. It fails closed: what the parser
/// does not follow never gets here, and whatever the analysis lists must be allowed by name or by family. It stands before every
/// text that a user sent or a template rendered; with all tables listed, it can stand before the finished text as well.
package struct StatementGuard: Sendable {
    package let policy: QueryPolicy

    package init(_ policy: QueryPolicy = QueryPolicy()) { self.policy = policy }

    package func check(_ query: QueryAnalysis) throws(QueryRefusal) {
        try self.checkStatement(query)
        for setting in query.settingsClauses where !self.policy.settings.contains(setting.name) {
            throw QueryRefusal(reason: .setting(setting.name))
        }
        for function in query.functions.sorted() where RestrictedFunctions.contain(function) {
            throw QueryRefusal(reason: .function(function))
        }
        // The engine looks for a function of this name in all queries around a call, so that `WITH (a, b) -> 1 AS equals` would
        // change what `=` means in the pipes and row filters below it.
        for lambda in query.lambdas.sorted() where KnownFunctions.contain(lambda) || RestrictedFunctions.contain(lambda) {
            throw QueryRefusal(reason: .redefinition(lambda))
        }
        for function in query.tableFunctions where !self.policy.tableFunctions.contains(function.name.lowercased()) {
            throw QueryRefusal(reason: .tableFunction(function.name))
        }
        for table in query.tables { try self.checkTable(table) }
        for function in query.functions.sorted() where !KnownFunctions.contain(function) {
            throw QueryRefusal(reason: .unknownFunction(function))
        }
    }

    private func checkStatement(_ query: QueryAnalysis) throws(QueryRefusal) {
        switch query.statementKind {
        case .select: break
        case .explain where self.policy.allowsExplain: break
        case .describe where self.policy.allowsDescribe: break
        case .explain: throw QueryRefusal(reason: .explain)
        case .describe: throw QueryRefusal(reason: .describe)
        case .other(let firstWord): throw QueryRefusal(reason: .notASelect(firstWord: firstWord))
        }
        guard query.isSingleStatement else { throw QueryRefusal(reason: .severalStatements) }
        guard !query.hasIntoOutfile else { throw QueryRefusal(reason: .intoOutfile) }
    }

    private func checkTable(_ table: TableReference) throws(QueryRefusal) {
        var allowed = self.policy.tables
        if let database = table.database {
            guard let tables = self.policy.databases[database] else { throw QueryRefusal(reason: .database(database)) }
            allowed = tables
        }
        guard case .only(let names) = allowed, !names.contains(table.name) else { return }
        throw QueryRefusal(reason: .table(table.database.map { "\($0).\(table.name)" } ?? table.name))
    }
}
