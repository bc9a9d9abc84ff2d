// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing

struct EngineTests {
    private static let columns = "`id` UInt64, `ts` DateTime, `v` UInt8, `s` Int8, `d` UInt8, `p` Float64, `q` Float64"

    @Test(
        "An engine with its options is one clause",
        arguments: [
            ("TAGS none", "MergeTree() ORDER BY (tuple())"), ("ENGINE mergetree", "MergeTree() ORDER BY (tuple())"),
            ("ENGINE Null\nENGINE_SORTING_KEY id", "Null()"),
            ("ENGINE_SORTING_KEY \"\"\nENGINE_TTL \"\"", "MergeTree() ORDER BY (tuple())"),
            (
                "ENGINE_PARTITION_KEY toYear(ts)\nENGINE_SORTING_KEY id, ts\nENGINE_PRIMARY_KEY id\nENGINE_SAMPLING_KEY id\nENGINE_TTL ts + INTERVAL 1 DAY\nENGINE_SETTINGS index_granularity = 32",
                "MergeTree() PARTITION BY (toYear(ts)) ORDER BY (id, ts) PRIMARY KEY (id) SAMPLE BY (id) TTL ts + INTERVAL 1 DAY SETTINGS index_granularity = 32"
            ),
            ("ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id", "ReplacingMergeTree() ORDER BY (id)"),
            (
                "ENGINE ReplacingMergeTree\nENGINE_VER v\nENGINE_IS_DELETED d\nENGINE_SORTING_KEY id",
                "ReplacingMergeTree(v, d) ORDER BY (id)"
            ),
            ("ENGINE SummingMergeTree\nENGINE_COLUMNS p", "SummingMergeTree(p) ORDER BY (tuple())"),
            ("ENGINE SummingMergeTree\nENGINE_COLUMNS p, q", "SummingMergeTree((p, q)) ORDER BY (tuple())"),
            ("ENGINE CollapsingMergeTree\nENGINE_SIGN s\nENGINE_SORTING_KEY id", "CollapsingMergeTree(s) ORDER BY (id)"),
            (
                "ENGINE VersionedCollapsingMergeTree\nENGINE_SIGN s\nENGINE_VERSION v\nENGINE_SORTING_KEY id",
                "VersionedCollapsingMergeTree(s, v) ORDER BY (id)"
            ),
            (
                "ENGINE AggregatingMergeTree\nENGINE_SORTING_KEY id",
                "AggregatingMergeTree() ORDER BY (id) SETTINGS allow_dimensions_outside_sorting_key = 1"
            ),
            (
                "ENGINE AggregatingMergeTree\nENGINE_SETTINGS allow_dimensions_outside_sorting_key = 0",
                "AggregatingMergeTree() ORDER BY (tuple()) SETTINGS allow_dimensions_outside_sorting_key = 0"
            ),
        ])
    func clauses(directives: String, clause: String) {
        let file = ParsedFile.withSchema(directives, columns: Self.columns)
        #expect(file.errors == [])
        #expect(file.dataSource?.engine.clause() == "ENGINE = \(clause)")
    }

    @Test(
        "Whole parts are dropped where partitions expire as one",
        arguments: [
            ("toYYYYMM(ts)", "ts + toIntervalMonth(3)", true), ("toDate(ts)", "ts + INTERVAL 90 DAY", true),
            ("toYYYYMM(ts)", "ts + INTERVAL 90 DAY", false), ("toDate(ts)", "ts + INTERVAL 90 DAY DELETE WHERE v = 1", false),
            ("\"\"", "ts + INTERVAL 90 DAY", false),
        ])
    func expiry(partitionKey: String, ttl: String, dropsParts: Bool) {
        let file = ParsedFile.withSchema("ENGINE_PARTITION_KEY \(partitionKey)\nENGINE_TTL \(ttl)", columns: Self.columns)
        #expect(file.dataSource?.engine.clause().hasSuffix(" SETTINGS ttl_only_drop_parts = 1") == dropsParts)
    }

    @Test func `Older engines are not told of a setting they lack`() {
        let engine = ParsedFile.withSchema("ENGINE AggregatingMergeTree").dataSource?.engine
        #expect(engine?.clause(knowsDimensionSetting: false) == "ENGINE = AggregatingMergeTree() ORDER BY (tuple())")
    }

    @Test(
        "Defaults stand behind what a data source sets",
        arguments: [
            ("ENGINE MergeTree", "MergeTree() ORDER BY (tuple()) SETTINGS window = 10, fsync = 1"),
            ("ENGINE_SETTINGS other = 2", "MergeTree() ORDER BY (tuple()) SETTINGS other = 2, window = 10, fsync = 1"),
            ("ENGINE_SETTINGS window=0", "MergeTree() ORDER BY (tuple()) SETTINGS window=0, fsync = 1"),
            (
                "ENGINE AggregatingMergeTree\nENGINE_SETTINGS window = 0, fsync = 0",
                "AggregatingMergeTree() ORDER BY (tuple()) SETTINGS window = 0, fsync = 0, allow_dimensions_outside_sorting_key = 1"
            ),
            ("ENGINE Null", "Null()"),
        ])
    func defaults(directives: String, clause: String) {
        let engine = ParsedFile.withSchema(directives, columns: Self.columns).dataSource?.engine
        #expect(engine?.clause(defaults: [("window", "10"), ("fsync", "1")]) == "ENGINE = \(clause)")
    }

    @Test(
        "What the engine lacks is reported",
        arguments: [
            (
                "ENGINE Join",
                "4:1 Engine Join is not supported, supported engines include: MergeTree, ReplacingMergeTree, SummingMergeTree, AggregatingMergeTree, CollapsingMergeTree, VersionedCollapsingMergeTree, Null"
            ),
            ("ENGINE ReplacingMergeTree", "4:1 Missing required option 'sorting_key'"),
            (
                "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY tuple()",
                "5:1 Invalid value 'tuple()' for option 'engine_sorting_key', reason: 'tuple()' is not a valid sorting key"
            ),
            (
                "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY \"\"",
                "5:1 Invalid value '' for option 'engine_sorting_key', reason: Sorting key can not be empty"
            ),
            ("ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY id", "4:1 Missing required parameter 'sign'"),
            (
                "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER b",
                "6:1 Invalid value 'b' for parameter 'engine_ver', reason: 'b' column is not present in schema"
            ),
            ("ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_IS_DELETED d", "6:1 ENGINE_IS_DELETED needs ENGINE_VER"),
        ])
    func missing(directives: String, error: String) {
        #expect(ParsedFile.withSchema(directives, columns: Self.columns).errors == [error])
    }

    @Test func `Options of other engines are reported and dropped`() {
        let file = ParsedFile.withSchema("ENGINE MergeTree\nENGINE_VER v")
        #expect(file.warnings == ["5:1 ENGINE_VER has no effect with the engine MergeTree"])
        #expect(file.dataSource?.engine.versionColumn == nil)
    }

    private static let keyed =
        "`a` Int32, `n` Nullable(String), `l` LowCardinality(Nullable(String)), `f` AggregateFunction(sum, Int32), `g` SimpleAggregateFunction(sum, Int64), `t` Tuple(x Int8), `h.i` Array(Int8)"

    @Test(
        "Columns that cannot order rows are refused in the sorting key",
        arguments: [
            ("n", "Sorting key contains nullable column 'n'. Nullable columns cannot be used in sorting keys."),
            ("tuple(a, n)", "Sorting key contains nullable column 'n'. Nullable columns cannot be used in sorting keys."),
            ("a, ifNull(l, '')", "Sorting key contains nullable column 'l'. Nullable columns cannot be used in sorting keys."),
            (
                "f",
                "Sorting key contains column 'f' with AggregateFunction type. AggregateFunction columns cannot be used in sorting keys."
            ),
            (
                "g",
                "Sorting key contains column 'g' with AggregateFunction type. AggregateFunction columns cannot be used in sorting keys."
            ),
            (
                "a, sum(abs(a))",
                "Sorting key contains aggregate function expression 'sum(abs(a))'. Aggregate function expressions cannot be used in sorting keys."
            ),
            ("a, b", "Sorting key column 'b' is not present in schema"),
        ])
    func sortingKeys(key: String, error: String) {
        #expect(ParsedFile.withSchema("ENGINE_SORTING_KEY \"\(key)\"", columns: Self.keyed).errors == ["4:1 \(error)"])
    }

    @Test(
        "Expressions of columns are sorting keys",
        arguments: [
            "tuple()", "a", "`a`", "(a, toDate('2020-01-01'))", "cityHash64(a), a % 8", "t.x", "h.i", "a DESC", "toDate(assumeNotNull(n))",
            "if(n > 1, a, 0)", "arrayMap(x -> x + 1, h.i)",
        ])
    func goodSortingKeys(key: String) {
        #expect(ParsedFile.withSchema("ENGINE_SORTING_KEY \(key)", columns: Self.keyed).errors == [])
    }

    @Test func `The version is no part of the key`() {
        let file = ParsedFile.withSchema("ENGINE ReplacingMergeTree\nENGINE_VER v\nENGINE_SORTING_KEY id, v", columns: Self.columns)
        #expect(
            file.errors == [
                "6:1 ENGINE_VER column 'v' cannot be included in the sorting key for ReplacingMergeTree. Rows that differ in it would never replace each other."
            ])
        let other = ParsedFile.withSchema("ENGINE ReplacingMergeTree\nENGINE_VER d\nENGINE_SORTING_KEY id", columns: Self.columns)
        #expect(other.errors == [])
    }

    @Test func `Columns of a broken schema are not missed in the key`() {
        #expect(ParsedFile.withSchema("ENGINE_SORTING_KEY a", columns: "a Foo, b Int8").errors == ["2:7 Unknown data type family: Foo"])
    }
}
