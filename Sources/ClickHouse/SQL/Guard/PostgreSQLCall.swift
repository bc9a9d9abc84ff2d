// Part of Martlet. Apache License 2.0; see LICENSE.

/// The table function that reads a table of a PostgreSQL database:
/// `postgresql('host:port', 'database', 'table', {user: String}, {password: String}[, 'schema'])`.
///
/// Each argument is one text or one query parameter, so that nothing has to be computed to know where it leads.
package struct PostgreSQLCall: Sendable {
    package enum Argument: Sendable, Hashable {
        case text(String)
        /// The name of a query parameter.
        case parameter(String)
    }

    package let address: Argument
    /// Where the address stands, as UTF-8 offsets.
    package let addressRange: Range<Int>
    package let user: Argument
    package let password: Argument

    package init(_ function: FunctionReference, in text: String) throws(QueryRefusal) {
        let bytes = Array(text.utf8)
        var arguments: [Argument] = []
        for range in function.arguments {
            guard let argument = Argument(String(decoding: bytes[range], as: UTF8.self)) else {
                throw QueryRefusal(reason: .remoteDatabase("an argument of postgresql() is neither a text nor a secret"))
            }
            arguments.append(argument)
        }
        guard 5...6 ~= arguments.count else {
            throw QueryRefusal(reason: .remoteDatabase("postgresql() has \(arguments.count) arguments"))
        }
        self.address = arguments[0]
        self.addressRange = function.arguments[0]
        self.user = arguments[3]
        self.password = arguments[4]
    }
}

extension PostgreSQLCall.Argument {
    /// Reads `'text'`, in which nothing is escaped, or `{name: String}`.
    fileprivate init?(_ text: String) {
        let bytes = Array(text.utf8)
        let tokens = SQLLexer.tokens(of: text).filter(\.isSignificant)
        let spellings = tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        if tokens.count == 1, tokens[0].kind == .string {
            let inner = spellings[0].dropFirst().dropLast()
            guard spellings[0].hasPrefix("'"), !inner.contains(where: { $0 == "'" || $0 == "\\" }) else { return nil }
            self = .text(String(inner))
        } else if tokens.count == 5, spellings[0] == "{", tokens[1].kind == .word, spellings[2...] == [":", "String", "}"] {
            self = .parameter(spellings[1])
        } else {
            return nil
        }
    }
}
