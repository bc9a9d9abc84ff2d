// Part of Martlet. Apache License 2.0; see LICENSE.

extension AttackScene {
    /// The datafiles. Indexes stand on columns that hide something, for the engine looks through them before any filter.
    package static let files: [(path: String, text: String)] = [
        (
            path: "events.datasource",
            text: """
            SCHEMA >
                `id` UInt64 `json:$.id`,
                `org` String `json:$.org`,
                `note` String `json:$.note`,
                `price` Float64 `json:$.price` DEFAULT 1,
                `ts` DateTime `json:$.ts` DEFAULT '2026-01-01 00:00:00'

            ENGINE "MergeTree"
            ENGINE_SORTING_KEY "note, id"

            INDEXES >
                INDEX notes note TYPE set(0) GRANULARITY 1

            """
        ),
        (
            path: "latest.datasource",
            text: """
            SCHEMA >
                `id` UInt64 `json:$.id`,
                `org` String `json:$.org`,
                `note` String `json:$.note`

            ENGINE "ReplacingMergeTree"
            ENGINE_SORTING_KEY "id"

            INDEXES >
                INDEX notes note TYPE set(0) GRANULARITY 1

            """
        ),
        (path: "secret.datasource", text: "SCHEMA >\n    `x` String `json:$.x`\n\nENGINE_SORTING_KEY x\n"),
        (path: "hidden.pipe", text: "NODE endpoint\nSQL >\n    SELECT x FROM secret\nTYPE endpoint\n"),
        (
            path: "mine.pipe",
            text: """
            NODE only
            SQL >
                SELECT id, org, note FROM events WHERE org = 'acme' AND note != 'CANARY-PIPE'

            NODE mine_endpoint
            SQL >
                WITH own AS (SELECT * FROM only) SELECT * FROM own
            TYPE endpoint

            """
        ),
        (
            path: "params.pipe",
            text: """
            NODE endpoint
            SQL >
                %
                SELECT {{column(col, 'org')}} AS c, {{columns(cols, 'id,org')}}, {{symbol(String(sym, 'org'))}} AS s
                FROM {{table(String(tbl, 'events'))}}
                WHERE org = 'acme' AND note != {{String(text, '')}} AND id >= {{Int32(number, 0)}}
                  AND price < {{Float64(ratio, 1000)}} AND {{Boolean(flag, 1)}} = 1
                  AND ts <= {{DateTime(until, '2100-01-01 00:00:00')}} AND toDate(ts) <= {{Date(day, '2100-01-01')}}
                  AND note NOT IN {{Array(list, 'String', default='none')}} AND id NOT IN {{Array(numbers, 'Int32', default='-5')}}
                  AND note NOT LIKE {{String(pattern, 'zzz')}}
                  AND ({{sql_and(note__in=Array(also, 'String', 'none'))}} OR org = 'acme')
                  AND note != {{String(JSON(doc, '{"a": "x"}').get('a', 'x'))}}
            TYPE endpoint

            """
        ),
    ]
}
