// Part of Martlet. Apache License 2.0; see LICENSE.

/// What stands in the place of a table.
package enum TableReplacement: Sendable, Hashable {
    /// Another table; FINAL and SAMPLE keep their meaning.
    case table(database: String?, name: String)
    /// A single query without FORMAT and semicolon. Its own tables should be given with their database, because a name without one
    /// could mean a common table expression of the query around it.
    case query(String)
}

/// Replaces tables by their place in the text, so that nothing else of the query changes.
package func replaceTables<Failure: Error>(
    in analysis: QueryAnalysis,
    _ replacement: (TableReference) throws(Failure) -> TableReplacement?
) throws(Failure) -> String {
    let bytes = Array(analysis.text.utf8)
    var result: [UInt8] = []
    var position = 0
    for table in analysis.tables {
        guard let replacement = try replacement(table) else { continue }
        result += bytes[position..<table.range.lowerBound]
        result += replacement.spelling(for: table).utf8
        position = table.range.upperBound
        if case .query = replacement, let final = table.finalRange {
            result += bytes[position..<final.lowerBound]
            position = final.upperBound
        }
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
}

extension TableReplacement {
    fileprivate func spelling(for table: TableReference) -> String {
        // The name goes on to qualify columns: `events.id`.
        let alias = table.hasAlias || table.position == .in ? "" : " AS \(SQLText.identifier(table.name))"
        switch self {
        case .table(let database?, let name): return "\(SQLText.identifier(database)).\(SQLText.identifier(name))\(alias)"
        case .table(nil, let name): return "\(SQLText.identifier(name))\(alias)"
        // On lines of its own, so that a comment at the query's end does not swallow the bracket.
        case .query(let text): return "(\n\(text)\n)\(alias)"
        }
    }
}
