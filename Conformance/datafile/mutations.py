"""Good files with a mistake put in by chance: a line dropped, doubled, moved, indented, or a word of it changed."""

import random
import re

from datafile import case

FILES = {
    "orders.datasource": """# orders as they arrive
DESCRIPTION >
    Orders from the shop

TOKEN "shop_writer" APPEND
TAGS "shop, landing"

SCHEMA >
    `id` UInt64 `json:$.id`,
    `ts` DateTime64(3) `json:$.ts` DEFAULT now64(3),
    `customer` LowCardinality(String) `json:$.user.name` DEFAULT '',
    `skus` Array(String) `json:$.items[:].sku` DEFAULT [],
    `amount` Nullable(Float64) `json:$.amount`,
    `raw` String `json:$` CODEC(ZSTD(3))

ENGINE "MergeTree"
ENGINE_PARTITION_KEY "toYYYYMM(ts)"
ENGINE_SORTING_KEY "customer, ts"
ENGINE_TTL "toDateTime(ts) + toIntervalDay(365)"

INDEXES >
    by_id id TYPE bloom_filter(0.01) GRANULARITY 4
    by_amount amount TYPE minmax
""",
    "latest.datasource": """TOKEN reader READ
SCHEMA >
    key String,
    value String DEFAULT 'none',
    seen DateTime,
    gone UInt8 DEFAULT 0
ENGINE ReplacingMergeTree
ENGINE_SORTING_KEY key
ENGINE_VER seen
ENGINE_IS_DELETED gone
SHARED_WITH >
    other_workspace,
    third_workspace
FORWARD_QUERY >
    SELECT key, value, seen
    , 0 AS gone
BACKFILL skip
""",
    "stream.datasource": """DESCRIPTION Messages of the broker
SCHEMA >
    id String `json:$.id`,
    body String `json:$.body`
ENGINE MergeTree
ENGINE_SORTING_KEY id
KAFKA_CONNECTION_NAME broker
KAFKA_TOPIC messages
KAFKA_GROUP_ID readers
KAFKA_AUTO_OFFSET_RESET earliest
KAFKA_STORE_RAW_VALUE True
KAFKA_VALUE_FORMAT json_without_schema
""",
    "top.pipe": """DESCRIPTION >
    What sells
    best

TOKEN "dashboard" READ
TAGS shop

NODE filtered
DESCRIPTION only what counts
SQL >
    %
    SELECT * FROM orders
    WHERE ts >= {{DateTime(date_from, '2025-01-01 00:00:00', description='From')}}
    {% if defined(customer) %}AND customer = {{String(customer)}}{% end %}

NODE endpoint
SQL >
    SELECT toDate(ts) AS day, count() AS orders
    FROM filtered GROUP BY day
TYPE endpoint
""",
    "snapshot.pipe": """NODE snapshot
SQL >
    SELECT customer, count() AS orders
    FROM orders GROUP BY customer
TYPE copy
TARGET_DATASOURCE orders_snapshot
COPY_SCHEDULE 0 * * * *
COPY_MODE append
ON_DEMAND_COMPUTE false
""",
    "export.pipe": """NODE rows
SQL >
    SELECT * FROM orders
TYPE sink
EXPORT_CONNECTION_NAME bucket
EXPORT_BUCKET_URI s3://orders/daily
EXPORT_FILE_TEMPLATE orders_{day}
EXPORT_SCHEDULE @daily
EXPORT_FORMAT ndjson
EXPORT_COMPRESSION gz
""",
    "broker.connection": """DESCRIPTION The broker
TYPE kafka
KAFKA_BOOTSTRAP_SERVERS one:9092,two:9092
KAFKA_SECURITY_PROTOCOL SASL_SSL
KAFKA_SASL_MECHANISM PLAIN
KAFKA_KEY user
KAFKA_SECRET secret
KAFKA_SSL_CA_PEM >
    -----BEGIN CERTIFICATE-----
    abc
""",
}

WORDS = [
    "READ", "APPEND", "MergeTree", "Null", "String", "Int32", "Nullable(Int32)", "DEFAULT", "CODEC(LZ4)", "now()", "TYPE", "NODE",
    "SQL", "SCHEMA", ">", "copy", "endpoint", "materialized", "tuple()", "id", "`id`", "amount", "''", '""', ",", "x", "1", "@daily", "FOO",
    "DESCRIPTION", "TAGS", "--", "(", "key", "seen", "kafka",
]  # fmt: skip


def drop(source, lines, place):
    """Leaves a line out."""
    del lines[place]


def double(source, lines, place):
    """Writes a line twice."""
    lines.insert(place, lines[place])


def swap(source, lines, place):
    """Moves a line to another place."""
    lines.insert(source.randrange(len(lines)), lines.pop(place))


BARE_FROM = re.compile(r"^SQL >(\s|%)+FROM\b", re.IGNORECASE | re.MULTILINE)


def indent(source, lines, place):
    """Indents a line, or takes its indentation."""
    lines[place] = lines[place].lstrip() if lines[place].startswith((" ", "\t")) else "    " + lines[place]


def change(source, lines, place):
    """Puts another word in the place of one."""
    words = lines[place].split(" ")
    words[source.randrange(len(words))] = source.choice(WORDS)
    lines[place] = " ".join(words)


def add(source, lines, place):
    """Puts a word more into a line."""
    words = lines[place].split(" ")
    words.insert(source.randrange(len(words) + 1), source.choice(WORDS))
    lines[place] = " ".join(words)


def omit(source, lines, place):
    """Takes a word out of a line."""
    words = lines[place].split(" ")
    del words[source.randrange(len(words))]
    lines[place] = " ".join(words)


def cut(source, lines, place):
    """Ends a line too early."""
    lines[place] = lines[place][: source.randrange(len(lines[place]) + 1)]


def places(lines):
    """The lines to make mistakes in: not the indexes, whose readings differ as the differences say."""
    return [place for place, line in enumerate(lines) if not line.startswith("    by_")]


def cases(seed, count=60):
    """`count` mutations of every kind, each with one or two mistakes of that kind."""
    source = random.Random(seed)
    found = [case(f"sample/{file}", text, file) for file, text in FILES.items()]
    for mutate in [drop, double, swap, indent, change, add, omit, cut]:
        for number in range(count):
            file = source.choice(sorted(FILES))
            lines = FILES[file].rstrip("\n").split("\n")
            for _ in range(source.choice([1, 1, 2])):
                mutate(source, lines, source.choice(places(lines)))
            text = "\n".join(lines) + "\n"
            # Our engine is newer and takes `FROM orders` for a whole query.
            if not BARE_FROM.search(text):
                found.append(case(f"mutation/{mutate.__name__}/{number}", text, file))
    return found
