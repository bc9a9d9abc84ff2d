// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Reads the SQL that the engine would get, as if nobody had read it before.
package enum AttackJudge {
    /// The tables that the attacker may get to, by their names in the scene's database.
    package static let tables: Set<String> = ["events_1", "latest_1"]

    /// What is wrong with it; nil if it reads only tables that the attacker's token opens, each behind its row filter.
    package static func objection(to sqlText: String) -> String? {
        let query = sqlText.hasPrefix("DESCRIBE (") ? String(sqlText.dropFirst("DESCRIBE ".count)) : sqlText
        var policy = QueryPolicy()
        policy.tables = .only([])
        policy.databases = ["w_1": .only(Self.tables), "system": .only(QueryPolicy.generatorTables)]
        do {
            let analysis = try analyzeQuery(query)
            try StatementGuard(policy).check(analysis)
            let unfiltered = analysis.tables.first { $0.database == "w_1" && !Self.isFiltered($0, in: query) }
            return unfiltered.map { "the table \($0.name) is read without its row filter" }
        } catch let error as SQLSyntaxError where error.message.contains("WITH") {
            // A caller and the author of a pipe may give one name to different tables, each in his own text.
            return nil
        } catch {
            return "refused when it is read again: \(error)"
        }
    }

    private static func isFiltered(_ table: TableReference, in query: String) -> Bool {
        let bytes = Array(query.utf8)
        let before = String(decoding: bytes[..<table.range.lowerBound], as: UTF8.self)
        let behind = String(decoding: bytes[table.range.upperBound...], as: UTF8.self)
        return before.hasSuffix("(\nSELECT * FROM ")
            && behind.prefixMatch(of: /( FINAL)?( (?i:SAMPLE)[^()]+)? WHERE \(\n\(org = 'acme'\)\n\)\n/) != nil
    }
}
