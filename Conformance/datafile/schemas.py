"""The schema grammar: names, types, paths, defaults, codecs, comments, and what cannot be a column."""

from datafile import case

TYPES = """
Int8 Int16 Int32 Int64 Int128 Int256 UInt8 UInt16 UInt32 UInt64 UInt128 UInt256 Float32 Float64 Bool String UUID
Date Date32 DateTime DateTime('UTC') DateTime("UTC") DateTime64(3) DateTime64(6,'UTC') DateTime64(0) DateTime64(9) IPv4 IPv6
FixedString(3) Decimal(10,2) Decimal(10) Decimal32(2) Decimal64(4) Decimal128(8) Decimal256(10)
Enum8('a'=1,'b'=2) Enum16('a'=1,'b'=-2) Array(Int8) Array(Array(String)) Array(Nullable(String)) Map(String,Int8)
Map(String,Array(String)) Map(LowCardinality(String),String) Tuple(Int8,String) Tuple(a Int8,b String)
Tuple(a Tuple(b Int8)) Nested(a Int8,b String) Nullable(Int8) Nullable(DateTime64(3)) Nullable(FixedString(2))
LowCardinality(String) LowCardinality(Nullable(String)) LowCardinality(FixedString(2)) LowCardinality(Int8)
AggregateFunction(sum,Int64) AggregateFunction(count) AggregateFunction(uniq,String,Int8) AggregateFunction(quantile(0.5),Float64)
AggregateFunction(quantiles(0.5,0.9),Float64) AggregateFunction(argMax,String,DateTime) AggregateFunction(sumIf,Int64,UInt8)
AggregateFunction(groupArray(10),String) AggregateFunction(topK(3),String) AggregateFunction(avg,Nullable(Int8))
SimpleAggregateFunction(sum,Int64) SimpleAggregateFunction(max,DateTime) SimpleAggregateFunction(any,String)
SimpleAggregateFunction(anyLast,Nullable(String)) SimpleAggregateFunction(sum,Int32) SimpleAggregateFunction(count,UInt64)
SimpleAggregateFunction(groupArrayArray,Array(String)) SimpleAggregateFunction(sumMap,Map(String,UInt64))
Nullable(SimpleAggregateFunction(max,Int64)) JSON JSON(max_dynamic_paths=10) JSON(a.b Int8) Dynamic Variant(Int8,String) Point Ring Polygon MultiPolygon
Int UInt Integer INT INTEGER BIGINT TINYINT SMALLINT VARCHAR TEXT FLOAT DOUBLE TIMESTAMP DATE DATETIME BOOL CHAR BLOB
Boolean boolean Nullable(Boolean) DateTime64 datetime64 Nullable(DateTime64) Foo int32 string nullable(Int8) array(Int8)
Nullable Array Array() Nullable() LowCardinality Map Map(String) Map(Int8,Int8,Int8) FixedString FixedString(0) FixedString(a) Decimal
Decimal(100,2) Decimal(5,6) Nullable(Array(Int8)) Nullable(Map(String,String)) Nullable(Nullable(Int8))
Nullable(LowCardinality(String)) Array(Foo) LowCardinality(LowCardinality(String)) LowCardinality(Array(String))
LowCardinality(Decimal(5,2)) Tuple() Enum8 Enum8() Enum8('a') Enum8('a'=1,'a'=2) Enum8('a'=1,'b'=1) Enum8('a'=200) Enum('a','b')
AggregateFunction() SimpleAggregateFunction(sum)
SimpleAggregateFunction(avg,Float64) SimpleAggregateFunction(uniq,UInt64) DateTime(UTC) DateTime64(10) DateTime64(-1)
DateTime64('UTC') Date(3) String(3) UUID(1) Interval Int8() Int-8 Int8!
Geometry LineString MultiLineString Time64(3) QBit(Float32,8) Tuple(a Int8,String)
AggregateFunction(1,sum,Int64) AggregateFunction(sumState,Int64) AggregateFunction(countMerge,AggregateFunction(count))
""".split("\n")

# Types with blanks outside parentheses, or with parentheses that do not close, cannot stand in the list above.
SPACED_TYPES = [
    "INT UNSIGNED", "INT SIGNED", "DOUBLE PRECISION", "BIGINT UNSIGNED", "CHAR VARYING", "Decimal( 10 , 2 )",
    "Array( Int8 )", "Enum8('a b' = 1, 'c' = 2)", "Tuple( a Int8, b Array( String ) )", "DateTime64( 3 )", "Int8 Int8",
    "Int8 x", "Array (Int8)", "LowCardinality ( String )", "Map(String, String)", "Nested(a Int8, b Array(String))",
    "AggregateFunction(argMax, String, DateTime64(3))", "SimpleAggregateFunction(any, Nullable(String))",
    "Nullable(SimpleAggregateFunction(any, String))", "JSON(a.b Int8, SKIP c)", "Tuple(`a b` Int8)", "Enum8('it''s' = 1)",
]  # fmt: skip

# The peer's engine is older than ours.
OLD_TYPES = ["IntervalDay", "Nothing", "Time", "Object('json')"]
NEW_TYPES = ["BFloat16", "Nullable(Tuple(Int8))"]

# Only an engine knows that these cannot be; the peer has a part of one.
ENGINE_TYPES = ["AggregateFunction(foo,Int8)", "AggregateFunction(sum)", "AggregateFunction(sum,String)", "DateTime('Nowhere/City')"]

NAMES = [
    "a", "A", "_a", "a1", "1a", "a.b", "a-b", "a+b", "a*", "<a>", "a'b", "`a`", "`a b`", "`a.b`", "`a-b`", "`a#b`", "`größe`", "größe",
    "a#", "a b", "a:b", "a,b", "a(b", '"a"', "'a'", "`a", "``", "`", "INDEX", "index", "`INDEX`", "PROJECTION", "CONSTRAINT", "type",
    "default", "DEFAULT", "codec", "ttl", "null", "`default`", "c__x", "insertion_date", "__topic", "a--b", "a$",
    "a@b", "a/b", "a\\b", "`a\\b`", "x" * 300, "select", "from", "order",
]  # fmt: skip

COLUMNS = {
    "path": "a String `json:$.a`",
    "path-first": "a `json:$.a` String",
    "path-upper-case": "a String `JSON:$.a`",
    "path-mixed-case": "a String `Json:$.a.b`",
    "path-nested": "a String `json:$.a.b.c`",
    "path-items": "a Array(String) `json:$.a[:]`",
    "path-items-key": "a Array(String) `json:$.a[:].b`",
    "path-items-items": "a Array(Array(String)) `json:$.a[:].b[:]`",
    "path-root": "a String `json:$`",
    "path-bracket": "a String `json:$.['a.b']`",
    "path-bracket-only": "a String `json:$['a']`",
    "path-quoted": 'a String `json:$."a-b"`',
    "path-index": "a String `json:$.a[0]`",
    "path-dash": "a String `json:$.a-b`",
    "path-dashes": "a String `json:$.a--b`",
    "path-at": "a String `json:$.@a`",
    "path-dollar-key": "a String `json:$.$a`",
    "path-colon": "a String `json:$.a:b`",
    "path-not-ascii": "a String `json:$.größe`",
    "path-blank": "a String `json:$.a b`",
    "path-unclosed": "a String `json:$.a",
    "path-unclosed-then-column": "a String `json:$.a,\n    b Int8",
    "path-glued": "a String`json:$.a`",
    "path-then-glued-type": "a `json:$.a`String",
    "path-twice": "a String `json:$.a` `json:$.b`",
    "path-both-sides": "a `json:$.b` String `json:$.a`",
    "path-alone": "a `json:$.a`",
    "path-and-default": "a `json:$.a` DEFAULT 1",
    "path-empty": "a String `json:`",
    "path-no-json": "a String `$.a`",
    "path-quotes": "a String 'json:$.a'",
    "path-double-quotes": 'a String "json:$.a"',
    "path-without-quotes": "a String json:$.a",
    "useless/path-no-key": "a String `json:$.`",
    "useless/path-no-root": "a String `json:a`",
    "useless/path-no-dot": "a String `json:$a`",
    "useless/path-two-dots": "a String `json:$..a`",
    "useless/path-star": "a String `json:$.*`",
    "useless/path-star-items": "a Array(String) `json:$.a[*]`",
    "useless/path-slice": "a Array(String) `json:$.a[1:2]`",
    "useless/path-from-the-end": "a String `json:$.a[-1]`",
    "useless/path-unclosed-bracket": "a String `json:$.a[`",
    "default-after-path": "a DateTime `json:$.a` DEFAULT now()",
    "default-before-path": "a DateTime DEFAULT now() `json:$.a`",
    "default-lower-case": "a DateTime default now()",
    "default-number": "a Int8 DEFAULT 1",
    "default-negative": "a Int8 DEFAULT -1",
    "default-float": "a Float64 DEFAULT 1.5e3",
    "default-string": "a String DEFAULT 'x'",
    "default-empty-string": "a String DEFAULT ''",
    "default-string-comma": "a String DEFAULT 'a,b'",
    "default-string-keyword": "a String DEFAULT ' DEFAULT CODEC '",
    "default-string-hash": "a String DEFAULT '#'",
    "default-string-quote": "a String DEFAULT 'it''s'",
    "default-string-backslash": "a String DEFAULT 'x\\'y'",
    "default-string-special": "a String DEFAULT '@|{};$'",
    "dashes/name": "`a--b` Int8",
    "dashes/default-string": "a String DEFAULT 'a--b'",
    "default-string-unclosed": "a String DEFAULT 'x",
    "default-double-quotes": 'a String DEFAULT "x"',
    "default-double-quotes-unclosed": 'a String DEFAULT "x',
    "default-null": "a Nullable(Int8) DEFAULT NULL",
    "default-null-lower-case": "a Nullable(Int8) default null",
    "default-null-not-nullable": "a Int8 DEFAULT NULL",
    "default-call": "a String DEFAULT concat('a', b, lower(c))",
    "default-call-nested": "a Int64 DEFAULT toInt64(toUnixTimestamp(now()) * 1000)",
    "default-call-blank": "a String DEFAULT concat ( 'a' , 'b' )",
    "default-call-unclosed": "a String DEFAULT concat('a'",
    "default-parenthesis-extra": "a Int8 DEFAULT 1)",
    "default-keyword-in-call": "a String DEFAULT f(DEFAULT)",
    "default-empty-array": "a Array(Int8) DEFAULT []",
    "default-array-one": "a Array(Int8) DEFAULT [1]",
    "default-array-call": "a Array(Int8) DEFAULT array(1, 2)",
    "bracket/default-array-comma": "a Array(Int8) DEFAULT [1, 2]",
    "bracket/default-array-unclosed": "a Array(Int8) DEFAULT [1",
    "default-map": "a Map(String, Int8) DEFAULT map('a', 1)",
    "default-tuple": "a Tuple(Int8, Int8) DEFAULT (1, 2)",
    "default-cast": "a Int8 DEFAULT CAST(1 AS Int8)",
    "default-double-colon": "a Int8 DEFAULT 1::Int8",
    "default-condition": "a Int8 DEFAULT if(b > 1, 1, 0)",
    "default-ternary": "a Int8 DEFAULT b ? 1 : 0",
    "default-comparison": "a Int8 DEFAULT b != 1",
    "default-operators": "a Int8 DEFAULT b * 2 + 1 - 3 / 4 % 5",
    "default-lambda": "a Array(Int8) DEFAULT arrayMap(x -> x + 1, b)",
    "default-back-quote": "a Int8 DEFAULT `b`",
    "default-bars": "a String DEFAULT b || c",
    "default-at": "a String DEFAULT @",
    "default-braces": "a String DEFAULT {a}",
    "default-semicolon": "a String DEFAULT 1;",
    "default-hash": "a String DEFAULT 1 # one",
    "default-backslash": "a String DEFAULT \\",
    "default-ampersand": "a String DEFAULT a & b",
    "default-not-ascii": "a String DEFAULT größe",
    "default-missing": "a Int8 DEFAULT",
    "default-missing-comma": "a Int8 DEFAULT, b Int8",
    "default-missing-codec": "a Int8 DEFAULT CODEC(LZ4)",
    "default-missing-path": "a Int8 DEFAULT `json:$.a`",
    "default-twice": "a Int8 DEFAULT 1 DEFAULT 2",
    "default-then-type": "a DEFAULT 1 Int8",
    "default-lines": "a Int8\n      DEFAULT\n      1",
    "default-not-null": "a Int8 DEFAULT 1 NOT NULL",
    "default-interval": "a DateTime DEFAULT now() + INTERVAL 1 DAY",
    "defaults-word": "a DEFAULTS",
    "no-type-number": "a DEFAULT 42",
    "no-type-string": "a DEFAULT 'x'",
    "no-type-now": "a DEFAULT now()",
    "no-type-array": "a DEFAULT [1]",
    "no-type-column": "b Int8, a DEFAULT b + 1",
    "no-type-unknown": "a DEFAULT f(1)",
    "no-type-codec": "a DEFAULT 1 CODEC(LZ4)",
    "no-type-path": "a DEFAULT 1 `json:$.a`",
    "codec": "a Int8 CODEC(ZSTD(1))",
    "codec-lower-case": "a Int8 codec(ZSTD)",
    "codec-list": "a DateTime CODEC(DoubleDelta, ZSTD(1))",
    "codec-blank": "a Int8 CODEC (ZSTD)",
    "codec-then-path": "a Int8 CODEC(ZSTD) `json:$.a`",
    "codec-after-path": "a Int8 `json:$.a` CODEC(ZSTD)",
    "codec-after-default": "a Int8 DEFAULT 1 CODEC(ZSTD)",
    "codec-after-default-and-path": "a Int8 `json:$.a` DEFAULT 1 CODEC(ZSTD)",
    "codec-path-default": "a Int8 CODEC(ZSTD) `json:$.a` DEFAULT 1",
    "codec-before-default": "a Int8 CODEC(ZSTD) DEFAULT 1",
    "codec-missing": "a Int8 CODEC",
    "codec-empty": "a Int8 CODEC()",
    "useless/codec-word": "a Int8 CODEC ZSTD",
    "codec-unclosed": "a Int8 CODEC(ZSTD",
    "codec-twice": "a Int8 CODEC(ZSTD) CODEC(LZ4)",
    "codec-alone": "a CODEC(ZSTD)",
    "name-alone": "a",
    "name-alone-then-column": "a,\n    b Int8",
    "null": "a Int8 NULL",
    "null-lower-case": "a Int8 null",
    "not-null": "a Int8 NOT NULL",
    "not-null-spaced": "a Int8 NOT   NULL",
    "not-alone": "a Int8 NOT",
    "alias": "a Int8 ALIAS b",
    "column-ttl": "a Int8 TTL ts + INTERVAL 1 DAY",
    "comment-clause": "a Int8 COMMENT 'x'",
    "primary-key-clause": "a Int8 PRIMARY KEY",
    "ephemeral": "a Int8 EPHEMERAL",
    "index": "INDEX i a TYPE minmax GRANULARITY 1",
    "index-after-column": "a Int8,\n    INDEX i a TYPE minmax GRANULARITY 1",
    "comma-at-end": "a Int8,",
    "comma-at-start": "a Int8\n    , b Int8",
    "comma-before-first": ", a Int8",
    "comma-twice": "a Int8,, b Int8",
    "comma-twice-at-end": "a Int8,,",
    "comma-missing": "a Int8\n    b Int8",
    "comma-missing-after-path": "a Int8 `json:$.a`\n    b Int8 `json:$.b`",
    "comma-after-blank": "a Int8 , b Int8",
    "blank/before-comma": "a Int8 `json:$.a` , b Int8",
    "blank/before-comma-on-next-line": "a Int8 `json:$.a`\n    , b Int8",
    "blank/before-precision": "a DateTime64 (3)",
    "useless/name-with-back-quote": "a` Int8",
    "useless/name-of-quarantine": "c__error Int8",
    "comma-glued": "a Int8,b Int8",
    "semicolon": "a Int8; b Int8",
    "useless/duplicate": "a Int8, a Int8",
    "duplicate-case": "a Int8, A Int8",
    "comment": "a Int8, -- one\n    b Int8 -- two",
    "comment-line": "-- one\n    a Int8",
    "comment-between": "a Int8,\n    -- one\n    b Int8",
    "comment-with-quote": "a Int8, -- it's\n    b Int8",
    "comment-with-back-quote": "a Int8, -- `json:\n    b Int8",
    "comment-hash": "a Int8, # one\n    b Int8",
    "comment-hash-line": "a Int8,\n    # one\n    b Int8",
    "comment-block": "a Int8, /* one */\n    b Int8",
    "useless/comment-only": "-- nothing",
    "comment-before-comma": "a Int8 -- one\n    , b Int8",
    "parentheses-around": "(a Int8)",
    "quotes-around": '"a Int8"',
    "trailing-blank": "a Int8   ",
    "tabs": "a\tInt8\t`json:$.a`\tDEFAULT\t1",
    "many-blanks": "a     Int8     `json:$.a`     DEFAULT     1",
    "lines": "a\n      Int8\n      `json:$.a`",
    "boolean-name": "boolean Int8",
    "datetime64-name": "datetime64 Int8",
}


def cases():
    """Types, names and columns, each in a schema of its own."""
    found = []
    for line in TYPES:
        for name in split_types(line):
            found.append(schema(f"type/{name}", f"a {name}"))
    found += [schema(f"type/{name}", f"a {name}") for name in SPACED_TYPES]
    for group, types in {"old": OLD_TYPES, "new": NEW_TYPES, "engine": ENGINE_TYPES}.items():
        found += [schema(f"type-of-{group}/{name}", f"a {name}") for name in types]
    found += [schema(f"name/{name[:20]}", f"{name} Int8") for name in NAMES]
    found += [schema(f"schema/{name}", text) for name, text in COLUMNS.items()]
    one_line = ["a Int8", "'a Int8'", '"a Int8"', '"a Int8, b String"', "a Int8, b String", "a", '"a Int8" x', '"a Int8"#c']
    found += [case(f"schema/one-line/{text}", f"SCHEMA {text}\n") for text in one_line]
    wide = ",\n    ".join(f"c{number} Int32 `json:$.c{number}`" for number in range(300))
    return [*found, schema("schema/wide", wide)]


def schema(identifier, columns):
    """A data source of nothing but these columns."""
    return case(identifier, f"SCHEMA >\n    {columns}\n")


def split_types(line):
    """The types of a line: parted by blanks, but not by those in parentheses."""
    found, start, depth = [], 0, 0
    for place, character in enumerate(line + " "):
        depth += (character == "(") - (character == ")")
        if character == " " and depth <= 0:
            if line[start:place]:
                found.append(line[start:place])
            start, depth = place + 1, 0
    return found
