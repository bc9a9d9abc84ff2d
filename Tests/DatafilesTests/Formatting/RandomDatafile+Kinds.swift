// Part of Martlet. Apache License 2.0; see LICENSE.

extension RandomDatafile {
    mutating func writeDataSource() {
        self.addDescription()
        self.addGrants(["READ", "append", "Append"])
        self.addTags(["a", "a,b", "a , ünï,k=v", "k=v,l=w", "a b,c"])
        self.add("SCHEMA", ">", self.columns())
        if self.chance(40) {
            self.add("INDEXES", ">", [" INDEX one  id TYPE minmax,", "\ttwo lower( name ) TYPE bloom_filter(0.01)  GRANULARITY 4"])
        }
        self.add("ENGINE", value: self.pick(["MergeTree", "ReplacingMergeTree", "aggregatingmergetree"]), canBeBlock: true)
        self.add("ENGINE_SORTING_KEY", value: self.pick(["id", "id,ts", "id ,  cityHash64(name,id)", "(id, ts)"]), canBeBlock: true)
        if self.chance(40) { self.add("ENGINE_TTL", self.pick(["\"\"", "''", "ts + toIntervalDay(30)", "'ts + INTERVAL 1 DAY'"])) }
        if self.chance(40) { self.add("ENGINE_PARTITION_KEY", ">", ["    toYYYYMM(", "      ts", "    )"]) }
        if self.chance(20) { self.add("ENGINE_SETTINGS", "\"storage_policy='a,b', index_granularity=1\"") }
        if self.chance(30) { self.add("SHARED_WITH", self.pick(["one", "one,two", "\"one\" two", "one, two"])) }
        if self.chance(30) { self.add("SHARED_WITH", ">", ["   one,", "\ttwo", "  three, four"]) }
        if self.chance(30) { self.add("FORWARD_QUERY", ">", self.query(["SELECT id,", "  'a  b' AS name"])) }
        if self.chance(30) { self.add("BACKFILL", value: "skip") }
        if self.chance(20) { self.add("VERSION", "2") }
        if self.chance(30) {
            self.add("KAFKA_CONNECTION_NAME", value: "broker")
            self.add("KAFKA_TOPIC", self.pick(["orders", "\"or#ders\"", "{{ tb_secret(\"topic\",  'a b') }}"]))
            self.add("KAFKA_GROUP_ID", value: "group_1")
        }
        if self.chance(30) {
            self.add("PG_CONNECTION_NAME", value: "warehouse")
            self.add("PG_TABLE", self.pick(["\"two  blanks\"", "'it\"s'", "public.t"]))
        }
        self.shuffle()
    }

    /// Columns parted in any of the ways there are, with comments behind and between them.
    private mutating func columns() -> [String] {
        var columns = ["id UInt64 `json:$.id`", "`ts` DateTime  DEFAULT now( )", "name LowCardinality(String) `json:$.a.b[:]`"]
        if self.chance(50) { columns.append("`we.ird-1` Map(String,String) `JSON:$['it.s']` CODEC( ZSTD(1) )") }
        if self.chance(50) { columns.append("e Enum8('a'=1, '--'=2) DEFAULT 'a'") }
        if self.chance(50) { columns.append("s String DEFAULT concat( 'it''s',\n\t' -- , #' ) `json:$.s`") }
        if self.chance(50) { columns.append("n Nullable(\n    Float64\n  ) -- why\n  DEFAULT NULL") }
        var text = ""
        for (index, column) in columns.enumerated() {
            let isLast = index == columns.count - 1
            let comment = self.chance(30) ? " -- \(self.words())" : ""
            let end = self.pick([",\(comment)\n", ", ", "\(comment)\n  , ", ",\n-- \(self.words())\n"])
            text += self.pick(["", "  ", "\t"]) + column + (isLast ? "\(comment)\n" : end)
        }
        return text.split(separator: "\n").map { self.pick(["    ", "\t"]) + $0 }
    }

    /// Lines of SQL, moved to the right as a whole.
    private mutating func query(_ lines: [String]) -> [String] {
        let indentation = self.pick(["    ", "\t", " ", "          "])
        return lines.map { indentation + $0 + self.pick(["", "", "  "]) }
    }

    mutating func writePipe() {
        self.addDescription()
        self.addGrants(["READ", "read"])
        self.addTags(["a", "a,b c"])
        self.shuffle()
        for number in 0..<self.pick([1, 2, 3]) {
            self.add(self.pick(["NODE", "SCOPE"]), value: "step_\(number)")
            self.addDescription()
            self.addQuery()
            if self.chance(20) { self.addGrants(["READ"]) }
        }
        self.add("NODE", value: "last")
        self.addQuery()
        for (name, value) in self.pick(Self.types) { self.add(name, value: value) }
    }

    private static let types: [KeyValuePairs<String, String>] = [
        ["TYPE": "endpoint", "CACHE": "60"], ["TYPE": "Standard"], ["FILTER": "x", "TYPE": "ENDPOINT", "TAGS": "k=v"],
        ["DATASOURCE": "d", "TYPE": "materialized", "DEPLOYMENT_METHOD": "alter"],
        ["MODE": "replace", "TYPE": "copy", "COPY_SCHEDULE": "0 * * * *", "TARGET_DATASOURCE": "d", "ON_DEMAND_COMPUTE": "yes"],
        [
            "EXPORT_STRATEGY": "@new", "EXPORT_WRITE_STRATEGY": "new", "TYPE": "sink", "EXPORT_CONNECTION_NAME": "c",
            "EXPORT_SCHEDULE": "@on-demand", "EXPORT_BUCKET_URI": "s3://b", "EXPORT_FILE_TEMPLATE": "x_{day, '%Y'}",
        ],
    ]

    private mutating func addQuery() {
        let sql = ["SELECT a,", "    'x # y' AS b # kept", "FROM t -- it's", "WHERE x = '{{String(y)}}'"]
        switch self.pick([0, 1, 2, 3]) {
        case 0: self.add("SQL", ">", self.query(sql))
        case 1: self.add("SQL", ">", ["%"] + self.query(sql))
        case 2: self.add("SQL", ">", self.query(["%"] + sql))
        default: self.add("SQL", ">", self.query(["% \(sql[0])"] + sql.dropFirst()))
        }
    }

    mutating func writeConnection() {
        self.addDescription()
        switch self.pick(["kafka", "s3", "gcs"]) {
        case "kafka":
            self.add("TYPE", value: "Kafka")
            self.add("KAFKA_BOOTSTRAP_SERVERS", value: "a:1,b:2")
            self.add("KAFKA_SECRET", self.pick(["{{ tb_secret(\"s\",  \"d  e\") }}", "\"a#b\"", "'a\"b'"]))
            self.add("KAFKA_KEY", value: "key")
            if self.chance(50) { self.add("KAFKA_SSL_CA_PEM", ">", ["  -----BEGIN-----", "  MII", "  -----END-----"]) }
        case "s3":
            self.add("S3_SECRET", value: "two  blanks")
            self.add("S3_ACCESS_KEY", value: "key")
            self.add("TYPE", value: "S3")
            self.add("S3_REGION", value: "eu-west-1")
        default:
            self.add("GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON", "{\"type\": \"service_account\",  \"id\": \"a b\"}")
            self.add("TYPE", value: "gcs")
        }
        self.shuffle()
    }
}
