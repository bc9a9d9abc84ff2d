// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a query reads and calls, found without running it.
package struct QueryAnalysis: Sendable {
    package enum StatementKind: Sendable, Hashable {
        case select
        /// EXPLAIN of a SELECT.
        case explain
        /// DESCRIBE of a table or a SELECT; the query whose columns it describes.
        case describe(query: String)
        /// Anything else; only its first word is known, all other properties are empty.
        case other(firstWord: String)
    }

    /// A name with its place as UTF-8 offsets.
    package struct Clause: Sendable, Hashable {
        package let name: String
        package let range: Range<Int>
    }

    /// PREWHERE with the WHERE that may follow it, as UTF-8 offsets.
    struct Prewhere: Sendable {
        let keyword: Range<Int>
        let whereKeyword: Range<Int>?
        /// Where the last condition ends.
        let end: Int
        /// Where the table begins that the condition is about.
        let table: Int?
    }

    /// `{name: Type}`
    package struct QueryParameter: Sendable, Hashable {
        package let name: String
        package let type: String
    }

    /// The analysed query, which all ranges refer to.
    package let text: String
    package internal(set) var statementKind = StatementKind.select
    /// False if something follows the first semicolon; what follows is not analysed.
    package internal(set) var isSingleStatement = true
    /// In the order of the text, without names of common table expressions in scope.
    package internal(set) var tables: [TableReference] = []
    package internal(set) var tableFunctions: [FunctionReference] = []
    /// All functions called or handed to another function by name, as written, with names like `now` that mean a function where no
    /// column bears them.
    package internal(set) var functions: Set<String> = []
    /// The names that the query gives to functions of its own: `WITH x -> x + 1 AS f`.
    package internal(set) var lambdas: Set<String> = []
    /// The first parts of all names that may be columns, of aliases as well, without the parameters of lambdas.
    package internal(set) var columns: Set<String> = []
    /// The names set by SETTINGS, wherever they stand.
    package internal(set) var settingsClauses: [Clause] = []
    /// `FORMAT name` at the end; the range holds both words.
    package internal(set) var formatClause: Clause?
    /// Where the semicolon stands, if there is one, as UTF-8 offset.
    var endOffset: Int?
    package internal(set) var hasIntoOutfile = false
    /// The PREWHERE clauses.
    var prewheres: [Prewhere] = []
    /// Whether the outermost query limits its rows.
    package internal(set) var hasLimit = false
    package internal(set) var queryParameters: [QueryParameter] = []
}

extension QueryAnalysis {
    /// The query without its FORMAT clause and its semicolon: what can stand in brackets.
    package var bareText: String {
        guard self.formatClause != nil || self.endOffset != nil else { return self.text }
        let bytes = Array(self.text.utf8)
        let end = self.endOffset ?? bytes.count
        guard let format = self.formatClause else { return String(decoding: bytes[..<end], as: UTF8.self) }
        return String(decoding: bytes[..<format.range.lowerBound] + bytes[format.range.upperBound..<end], as: UTF8.self)
    }
}

/// Finds what a query reads and calls.
package func analyzeQuery(_ text: String) throws(SQLSyntaxError) -> QueryAnalysis {
    var parser = try QueryParser(text)
    return try parser.parse()
}
