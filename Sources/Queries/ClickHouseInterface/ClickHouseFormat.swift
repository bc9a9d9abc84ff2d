// Part of Martlet. Apache License 2.0; see LICENSE.

/// An output format of ClickHouse that needs nothing but the rows.
package struct ClickHouseFormat: Sendable, Hashable {
    /// As ClickHouse spells it.
    package let name: String

    /// What a ClickHouse server answers in when nobody says.
    static let standard = ClickHouseFormat(known: "TabSeparated")

    private init(known name: String) { self.name = name }

    /// The format of this name, in any case; nil if there is none, or if it reads schemas or templates from files.
    init?(_ name: String) {
        guard let known = Self.names[name.lowercased()] else { return nil }
        self.name = known
    }

    /// Whether it is that of ClickHouse's own protocols, which has revisions.
    package var isNative: Bool { self.name == "Native" }

    /// Whether it states at its end what was read.
    var statesStatistics: Bool {
        ["JSON", "JSONStrings", "JSONCompact", "JSONCompactStrings", "JSONColumnsWithMetadata"].contains(self.name)
    }

    /// By their names in lower case.
    ///
    /// Left out are those that take a schema or a template (Protobuf, CapnProto, Template), speak another protocol (MySQLWire,
    /// PostgreSQLWire, ODBCDriver2), or ask a registry (AvroConfluent).
    private static let names: [String: String] = {
        let withHeaders = ["CSV", "CustomSeparated", "RowBinary", "TabSeparated", "TabSeparatedRaw", "TSV", "TSVRaw"]
        let rowsWithHeaders = ["JSONCompactEachRow", "JSONCompactStringsEachRow"]
        let pretty = ["Pretty", "PrettyCompact", "PrettySpace"]
        let others = [
            "Arrow", "ArrowStream", "Avro", "BSONEachRow", "JSON", "JSONColumns", "JSONColumnsWithMetadata", "JSONCompact",
            "JSONCompactEachRowWithProgress", "JSONCompactStringsEachRowWithProgress", "JSONL", "MD",
            "JSONCompactColumns", "JSONCompactStrings", "JSONEachRow", "JSONEachRowWithProgress", "JSONLines", "JSONObjectEachRow",
            "JSONStrings", "JSONStringsEachRow", "JSONStringsEachRowWithProgress", "Markdown", "MsgPack", "Native", "NDJSON", "Npy", "Null",
            "ORC", "Parquet", "PrettyJSONEachRow", "PrettyJSONLines", "PrettyNDJSON", "Prometheus", "RawBLOB", "SQLInsert", "TSKV",
            "Values",
            "Vertical", "XML",
        ]
        let all =
            others + (withHeaders + rowsWithHeaders).flatMap { [$0, "\($0)WithNames", "\($0)WithNamesAndTypes"] }
            + pretty.flatMap { [$0, "\($0)NoEscapes", "\($0)MonoBlock", "\($0)NoEscapesMonoBlock"] }
        return Dictionary(all.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
