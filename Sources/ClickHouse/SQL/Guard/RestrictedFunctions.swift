// Part of Martlet. Apache License 2.0; see LICENSE.

/// The ordinary functions that no query of a user may call, because they reach beyond its tables.
///
/// A list of what is forbidden, not of what is allowed, since ClickHouse has about 1,900 harmless functions and makes new ones from
/// them by suffixes. It was drawn up from `system.functions` of version 26.9, with the names that only older versions have; families
/// are closed by prefix, so that a new member is forbidden until someone looks at it. Functions spelled in another case are caught
/// as well, though the engine knows most in one case only.
enum RestrictedFunctions {
    static func contain(_ name: String) -> Bool {
        let key = name.lowercased()
        if Self.harmless.contains(key) { return false }
        return Self.names.contains(key) || Self.prefixes.contains { key.hasPrefix($0) }
    }

    private static let prefixes = [
        // The engine's own helpers, never meant for queries.
        "__",
        // Services on the network, paid by the request.
        "ai",
        // Models, dictionaries and join tables: data outside the tables that the query names.
        "catboost", "dictget", "dicthas", "dictis", "evalmlmethod", "joinget", "modelevaluate", "naivebayesclassifier", "region",
        // Files and disks of the server.
        "file",
        // Settings, macros, ports and headers of the request, among them passwords.
        "get",
        // Code and memory addresses of the server.
        "addressto", "flamegraph", "trap",
        // Time that others wait for.
        "sleep",
        // Accounts, roles and profiles of the engine, which are Martlet's and not the user's.
        "auth", "current", "defaultprofiles", "defaultroles", "enabled", "session_user",
    ]

    private static let names: Set<String> = [
        // Which server, process and transaction this is.
        "buildid", "connection_id", "connectionid", "database", "displayname", "fqdn", "fullhostname", "globalvariable",
        "hasthreadfuzzer", "hostname", "schema", "servertimezone", "serveruuid", "shardcount", "shardnum", "showcertificate",
        "tcpport", "tid", "transactionid", "transactionlatestsnapshot", "transactionoldestsnapshot", "uptime", "user",
        "zookeepersessionuptime",
        // Tables and columns that may be someone else's.
        "hascolumnintable", "mergetreepartinfo", "pg_get_userbyid", "pg_table_is_visible", "pggetuserbyid", "pgtableisvisible",
        // Word lists and models on the server's disk.
        "lemmatize", "stem", "synonyms",
        // Symbols of the server's program.
        "demangle",
        // What the engine's own text of `x -> y` is; it would define a function that the guard takes for a call.
        "lambda",
        // Effects that outlive the query: counters in the coordination service, lines in the log.
        "generateserialid", "logtrace",
    ]

    /// What the prefixes catch wrongly.
    private static let harmless: Set<String> = [
        "current_date", "current_query_id", "current_timestamp", "currentqueryid", "getsizeofenumtype", "getsubcolumn",
        "gettypeserializationstreams",
    ]
}
