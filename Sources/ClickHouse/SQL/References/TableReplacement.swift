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
    var edits: [(range: Range<Int>, text: String)] = []
    for table in analysis.tables {
        guard let replacement = try replacement(table) else { continue }
        edits.append((table.range, replacement.spelling(for: table)))
        guard case .query = replacement else { continue }
        // They mean nothing to a query; what they mean to the table is for whoever writes the query.
        for modifier in [table.finalRange, table.sample?.range].compactMap(\.self) { edits.append((modifier, "")) }
        // Only a table has a PREWHERE. Over one table alone it is a WHERE that is tried first.
        for prewhere in analysis.prewheres where prewhere.table == table.range.lowerBound { edits += prewhere.asWhere }
    }
    return analysis.text.applying(edits)
}

extension QueryAnalysis.Prewhere {
    /// `PREWHERE a WHERE b` becomes `WHERE (a) AND (b)`; the brackets stand on lines of their own because of comments.
    fileprivate var asWhere: [(range: Range<Int>, text: String)] {
        let middle = self.whereKeyword.map { ($0, "\n) AND (") }
        return [(self.keyword, "WHERE (")] + [middle].compactMap(\.self) + [(self.end..<self.end, "\n)")]
    }
}

extension String {
    /// The text with the ranges of UTF-8 offsets, which do not overlap, replaced.
    fileprivate func applying(_ edits: [(range: Range<Int>, text: String)]) -> String {
        let bytes = Array(self.utf8)
        var result: [UInt8] = []
        var position = 0
        for edit in edits.sorted(by: { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }) {
            result += bytes[position..<edit.range.lowerBound]
            result += edit.text.utf8
            position = edit.range.upperBound
        }
        result += bytes[position...]
        return String(decoding: result, as: UTF8.self)
    }
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
