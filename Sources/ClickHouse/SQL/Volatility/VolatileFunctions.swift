// Part of Martlet. Apache License 2.0; see LICENSE.

/// The functions whose value does not follow from their arguments: clocks, chance, the server, and the blocks that rows happen to
/// come in.
///
/// Drawn up from what `system.functions` of version 26.9 does not call deterministic. Families are closed by prefix, so that a new
/// member counts as volatile until someone looks at it. Aggregates such as `any` are not among them: each of their answers is one
/// that the engine gives for the same rows.
package enum VolatileFunctions {
    package static func contain(_ name: String) -> Bool {
        let key = name.lowercased()
        return Self.names.contains(key) || Self.prefixes.contains { key.hasPrefix($0) }
    }

    private static let prefixes = [
        // The time of the run.
        "current", "initial", "local", "now", "today", "utc", "uptime", "yesterday",
        // Chance.
        "fuzz", "generate", "rand",
        // What other rows of the block hold.
        "block", "neighbor", "rownumber", "running",
        // The server, its settings and its disks.
        "dict", "file", "get", "server", "timezone", "transaction",
        // Identities that the engine gives out as it goes.
        "timeseries",
    ]

    private static let names: Set<String> = [
        "arraypartialshuffle", "arrayrandomsample", "arrayshuffle", "connection_id", "connectionid", "curdate", "database",
        "datetimetouuidv7", "displayname", "fqdn", "hascolumnintable", "hostname", "fullhostname", "joinget", "joingetornull",
        "lowcardinalityindices", "lowcardinalitykeys", "query_id", "queryid", "revision", "schema", "shardcount", "shardnum", "tcpport",
        "user", "version", "zookeepersessionuptime",
    ]
}

extension QueryAnalysis {
    /// Whether the query has one answer as long as the tables it reads stay what they are.
    package var isRepeatable: Bool {
        !self.functions.contains { VolatileFunctions.contain($0) }
            && !self.tableFunctions.contains { $0.name.lowercased() == "generaterandom" }
            && !self.readsIncompleteDates
    }

    /// A date without a year, or a time without a date, is read as one of now. Only texts in the query can be seen to be complete.
    private var readsIncompleteDates: Bool {
        guard self.functions.contains(where: { $0.lowercased().contains("besteffort") }) else { return false }
        let bytes = Array(self.text.utf8)
        let tokens = SQLLexer.tokens(of: bytes).filter(\.isSignificant)
        for (index, token) in tokens.enumerated() where token.kind == .word {
            guard String(decoding: bytes[token.range], as: UTF8.self).lowercased().contains("besteffort") else { continue }
            guard index + 2 < tokens.count, tokens[index + 1].kind == .symbol(.openRound), tokens[index + 2].kind == .string,
                Self.holdsYear(bytes[tokens[index + 2].range])
            else { return true }
        }
        return false
    }

    private static func holdsYear(_ text: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        for byte in text {
            digits = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? digits + 1 : 0
            if digits == 4 { return true }
        }
        return false
    }
}
