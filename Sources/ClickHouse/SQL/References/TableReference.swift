// Part of Martlet. Apache License 2.0; see LICENSE.

/// A place in a query where a table stands.
package struct TableReference: Sendable, Hashable {
    package enum Position: Sendable, Hashable {
        case from
        case join
        /// The right side of IN. It may mean a column or an alias as well; to the guard it is a table.
        case `in`
    }

    /// The name in the text as UTF-8 offsets, with its database, without alias and FINAL.
    package let range: Range<Int>
    package let database: String?
    package let name: String
    package let position: Position
    package var hasAlias = false
    /// The word FINAL, if it is there.
    package var finalRange: Range<Int>?
    /// SAMPLE with its ratio and offset, if it is there.
    package var sample: QueryAnalysis.Clause?
    /// Whether a PREWHERE stands over a join of this table with others, and so cannot become a WHERE.
    package var isInJoinedPrewhere = false

    package var isFinal: Bool { self.finalRange != nil }
}

/// A call in a place where a table stands, such as `numbers(10)` or a view with parameters.
package struct FunctionReference: Sendable, Hashable {
    /// As written.
    package let name: String
    /// The name in the text as UTF-8 offsets.
    package let range: Range<Int>
    /// Its arguments in the text, likewise; none for `view`, which takes a query.
    package internal(set) var arguments: [Range<Int>] = []
}
