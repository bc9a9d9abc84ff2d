"""Engines with their options, sorting keys and indexes."""

from datafile import data_source

COLUMNS = (
    "a UInt64, b String, ts DateTime, n Nullable(Int32), l LowCardinality(Nullable(String)), m Map(String, String), "
    "s SimpleAggregateFunction(sum, Int64), g AggregateFunction(sum, Int64), v UInt32, version UInt8, sign Int8, d UInt8, "
    "`odd-name` String, `user.id` String, arr Array(Nullable(String)), sum UInt8"
)

ENGINES = [
    "MergeTree", "mergetree", "MERGETREE", '"MergeTree"', "ReplacingMergeTree", "SummingMergeTree", "AggregatingMergeTree",
    "CollapsingMergeTree", "VersionedCollapsingMergeTree", "Null", "null", '""', "Join", "Log", "Memory", "MergeTree()",
    "ReplacingMergeTree(v)", "ReplicatedMergeTree", "Merge Tree", "GraphiteMergeTree", "Kafka", "MergeTree ORDER BY a",
]  # fmt: skip

OPTIONS = {
    "no-engine": "ENGINE_SORTING_KEY a",
    "option-before-engine": "ENGINE_SORTING_KEY a\nENGINE MergeTree",
    "unknown-option": "ENGINE MergeTree\nENGINE_FOO a",
    "foreign-option": "ENGINE MergeTree\nENGINE_VER v",
    "null-with-options": "ENGINE Null\nENGINE_SORTING_KEY a\nENGINE_TTL ts",
    "empty-options": 'ENGINE MergeTree\nENGINE_SORTING_KEY ""\nENGINE_PARTITION_KEY ""\nENGINE_TTL ""\nENGINE_SETTINGS ""',
    "all-options": "ENGINE MergeTree\nENGINE_PARTITION_KEY toYYYYMM(ts)\nENGINE_SORTING_KEY a, ts\nENGINE_PRIMARY_KEY a\n"
    "ENGINE_SAMPLING_KEY a\nENGINE_TTL ts + INTERVAL 1 DAY\nENGINE_SETTINGS index_granularity = 32",
    "block-options": "ENGINE >\n    MergeTree\nENGINE_SORTING_KEY >\n    a,\n    ts\nENGINE_SETTINGS >\n    index_granularity = 32",
    "partition-tuple": 'ENGINE MergeTree\nENGINE_PARTITION_KEY "tuple()"',
    "ttl-where": "ENGINE MergeTree\nENGINE_TTL ts + INTERVAL 1 DAY DELETE WHERE a > 1",
    "replacing-no-key": "ENGINE ReplacingMergeTree",
    "replacing-empty-key": 'ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY ""',
    "replacing-tuple": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY tuple()",
    "replacing-key": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a",
    "replacing-ver": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER v",
    "replacing-ver-unknown": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER zzz",
    "replacing-ver-empty": 'ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER ""',
    "replacing-ver-back-quoted": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER `v`",
    "replacing-ver-in-key": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a, v\nENGINE_VER v",
    "replacing-ver-in-word-of-key": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a, version\nENGINE_VER v",
    "replacing-ver-deleted": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER v\nENGINE_IS_DELETED d",
    "useless/replacing-deleted-alone": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_IS_DELETED d",
    "replacing-deleted-unknown": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY a\nENGINE_VER v\nENGINE_IS_DELETED zzz",
    "summing": "ENGINE SummingMergeTree\nENGINE_SORTING_KEY a",
    "summing-columns": "ENGINE SummingMergeTree\nENGINE_SORTING_KEY a\nENGINE_COLUMNS v, d",
    "summing-columns-unknown": "ENGINE SummingMergeTree\nENGINE_SORTING_KEY a\nENGINE_COLUMNS v, zzz",
    "summing-columns-trailing-comma": "ENGINE SummingMergeTree\nENGINE_SORTING_KEY a\nENGINE_COLUMNS v,",
    "collapsing-no-sign": "ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY a",
    "collapsing-no-key": "ENGINE CollapsingMergeTree\nENGINE_SIGN sign",
    "collapsing": "ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY a\nENGINE_SIGN sign",
    "collapsing-sign-unknown": "ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY a\nENGINE_SIGN zzz",
    "useless/collapsing-sign-empty": 'ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY a\nENGINE_SIGN ""',
    "versioned-no-version": "ENGINE VersionedCollapsingMergeTree\nENGINE_SORTING_KEY a\nENGINE_SIGN sign",
    "versioned": "ENGINE VersionedCollapsingMergeTree\nENGINE_SORTING_KEY a\nENGINE_SIGN sign\nENGINE_VERSION version",
    "versioned-no-key": "ENGINE VersionedCollapsingMergeTree\nENGINE_SIGN sign\nENGINE_VERSION version",
    "aggregating-no-key": "ENGINE AggregatingMergeTree",
}

KEYS = [
    "a", "a, b", "a,b", "`a`", "`odd-name`", "tuple()", "tuple(a)", "tuple(a, b)", "(a, b)", "toDate(ts)", "toDate(ts), a",
    "cityHash64(a)", "n", "a, n", "l", "a, l", "ifNull(n, 0)", "toDate(n)", "coalesce(n, a)", "assumeNotNull(n)", "s", "g", "a, g",
    "finalizeAggregation(g)", "sum(a)", "a, count()", "avg (a)", "SUM(a)", "minMerge(g)", "max(a), b", "any(b)", "anyLast(b)", "uniq(a)",
    "summing(a)", "toString(sum(a))", "sum", "m['k']", "m", "arr", "`user.id`", "user.id", "a + 1", "-a", "a DESC", "a ASC, b DESC",
    "a,", ",a", "a,,b", "a b", "(a", "a)", "'x'", "1", "arrayMap(x -> x, arr)", "toStartOfHour(ts), n",
    "concat(b, n)", "concat(b, toString(n))", "if(a > 1, n, 0)", "a.1", "b, `n`", "substring(b, 1, 2)", "min(a)", "groupArray(a)",
]  # fmt: skip

UNKNOWN_KEYS = ["zzz", "a, zzz", "toDate(zzz)"]

INDEXES = {
    "minmax": "i a TYPE minmax",
    "granularity": "i a TYPE minmax GRANULARITY 4",
    "rest/granularity-zero": "i a TYPE minmax GRANULARITY 0",
    "rest/granularity-word": "i a TYPE minmax GRANULARITY x",
    "rest/granularity-missing": "i a TYPE minmax GRANULARITY",
    "rest/granularity-lower-case": "i a TYPE minmax granularity 4",
    "set": "i a TYPE set(100) GRANULARITY 1",
    "set-bare": "i a TYPE set",
    "bloom": "i b TYPE bloom_filter GRANULARITY 1",
    "bloom-argument": "i b TYPE bloom_filter(0.01) GRANULARITY 1",
    "rest/bloom-no-parenthesis-blank": "i b TYPE bloom_filter (0.01)",
    "ngrambf": "i b TYPE ngrambf_v1(4, 1024, 1, 42) GRANULARITY 1",
    "tokenbf": "i b TYPE tokenbf_v1(1024, 2, 0) GRANULARITY 1",
    "keyword": "INDEX i a TYPE minmax",
    "keyword-blanks": "INDEX   i   a   TYPE   minmax   GRANULARITY   4",
    "keyword-lower-case": "index i a TYPE minmax",
    "type-lower-case": "i a type minmax",
    "type-twice": "i a TYPE minmax TYPE set(1)",
    "type-in-word": "i aTYPE TYPE minmax",
    "type-missing": "i a minmax",
    "column-called-type": "i type TYPE minmax",
    "no-expression": "i TYPE minmax",
    "no-name": "TYPE minmax",
    "name-only": "i",
    "no-type-name": "i a TYPE",
    "comma": "i a TYPE minmax,\n    j b TYPE minmax",
    "comma-missing": "i a TYPE minmax\n    j b TYPE minmax",
    "two-on-a-line": "i a TYPE minmax, j b TYPE minmax",
    "rest/two-on-a-line-no-comma": "i a TYPE minmax j b minmax",
    "blank-line": "i a TYPE minmax\n\n    j b TYPE minmax",
    "hash-line": "i a TYPE minmax\n    # more\n    j b TYPE minmax",
    "hash-behind": "i a TYPE minmax # one",
    "dashes-behind": "i a TYPE minmax -- one",
    "dashes-line": "-- one\n    i a TYPE minmax",
    "call": "i lower(b) TYPE bloom_filter",
    "tuple": "i (a, b) TYPE minmax",
    "map": "i m['k'] TYPE bloom_filter",
    "map-keys": "i mapKeys(m) TYPE bloom_filter GRANULARITY 1",
    "lambda": "i arrayMap(x -> tupleElement(x,'y'), arr) TYPE bloom_filter",
    "operators": "i a * length(b) TYPE set(100)",
    "plus": "i a + 1 TYPE minmax",
    "slash": "i a / 2 TYPE minmax",
    "percent": "i a % 2 TYPE minmax",
    "equals": "i a = 1 TYPE minmax",
    "back-quotes": "i `odd-name` TYPE bloom_filter",
    "name-back-quoted": "`i` a TYPE minmax",
    "name-dash": "i-j a TYPE minmax",
    "useless/name-digit": "1i a TYPE minmax",
    "letters/name-word-of-keyword": "INDEX_a a TYPE minmax",
    "letters/name-starts-like-keyword": "DEX a TYPE minmax",
    "letters/name-capital": "IDX a TYPE minmax",
    "useless/unknown-type": "i a TYPE foo",
    "useless/inverted": "i b TYPE inverted(2)",
    "useless/hypothesis": "i a TYPE hypothesis",
    "rest/text": "i b TYPE text(tokenizer = 'default')",
    "useless/full-text": "i b TYPE full_text(0)",
    "rest/trailing-words": "i a TYPE minmax x y",
    "rest/unclosed": "i a TYPE set(100",
    "rest/empty-arguments": "i a TYPE set()",
    "rest/argument-quote": "i a TYPE set('x')",
    "useless/duplicate": "i a TYPE minmax\n    i b TYPE minmax",
    "useless/not-ascii": "größe a TYPE minmax",
    "comma-first": ", i a TYPE minmax",
    "rest/semicolon": "i a TYPE minmax;",
    "unknown-column": "i zzz TYPE minmax",
}


def cases():
    """Engines, options, keys of three engines, indexes."""
    found = [data_source(f"engine/{name}", f"ENGINE {name}", COLUMNS) for name in ENGINES]
    found += [data_source(f"engine/{name}/with-key", f"ENGINE {name}\nENGINE_SORTING_KEY a", COLUMNS) for name in ENGINES]
    found += [data_source(f"engine-option/{name}", text, COLUMNS) for name, text in OPTIONS.items()]
    for key in KEYS:
        found.append(data_source(f"key/{key}", f'ENGINE "MergeTree"\nENGINE_SORTING_KEY "{key}"', COLUMNS))
        found.append(
            data_source(f"key-ver/{key}", f'ENGINE "ReplacingMergeTree"\nENGINE_SORTING_KEY "{key}"\nENGINE_VER "b"', COLUMNS)
        )
    found += [data_source(f"unknown-key/{key}", f"ENGINE_SORTING_KEY {key}", COLUMNS) for key in UNKNOWN_KEYS]
    found += [data_source(f"index/{name}", f"INDEXES >\n    {text}", COLUMNS) for name, text in INDEXES.items()]
    return [*found, data_source("index/one-line", 'INDEXES "i a TYPE minmax"', COLUMNS)]
