// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient

/// A project with a parameter and a column of every type.
enum EveryType {
    static let project = [
        DeploymentFile(
            path: "values.datasource",
            text: #"""
                SCHEMA >
                    `u8` UInt8 `json:$.u8`,
                    `u64` UInt64 `json:$.u64`,
                    `i128` Int128 `json:$.i128`,
                    `f64` Float64 `json:$.f64`,
                    `money` Decimal(18, 4) `json:$.money`,
                    `flag` Bool `json:$.flag`,
                    `text` String `json:$.text`,
                    `code` FixedString(4) `json:$.code`,
                    `kind` LowCardinality(Nullable(String)) `json:$.kind`,
                    `level` Enum8('low' = 1, 'high' = 2) `json:$.level`,
                    `uid` UUID `json:$.uid`,
                    `v4` IPv4 `json:$.v4`,
                    `v6` IPv6 `json:$.v6`,
                    `day` Date `json:$.day`,
                    `far_day` Date32 `json:$.far_day`,
                    `at` DateTime `json:$.at`,
                    `at_ms` DateTime64(3, 'Europe/Madrid') `json:$.at_ms`,
                    `tags` Array(String) `json:$.tags[:]`,
                    `scores` Array(Nullable(Float32)) `json:$.scores[:]`,
                    `labels` Map(String, UInt32) `json:$.labels`,
                    `maybe` Nullable(Int32) `json:$.maybe`

                ENGINE MergeTree
                ENGINE_SORTING_KEY u8

                """#),
        DeploymentFile(
            path: "columns.pipe",
            text: #"""
                DESCRIPTION >
                    A column of **every** type, <b>and</b> a description with markup.

                NODE endpoint
                DESCRIPTION >
                    Values that JSON has no word for are among them.
                SQL >
                    %
                    SELECT *, f64 / 0 AS infinite, tuple(u8, text) AS pair, CAST(tuple(u8, text), 'Tuple(n UInt8, t String)') AS named,
                        map('a', [u8]) AS lists, toIntervalDay(u8) AS distance, [] AS nothing, NULL AS none, toUInt256(u64) AS wide, toBFloat16(f64) AS rough,
                        (toFloat64(1), toFloat64(2))::Point AS place, [tuple(1, 'x')]::Array(Tuple(a UInt8, b String)) AS pairs
                    FROM values
                    LIMIT {{UInt16(limit, 10)}}
                TYPE endpoint

                """#),
        DeploymentFile(
            path: "parameters.pipe",
            text: #"""
                DESCRIPTION Takes a parameter of every type.
                NODE endpoint
                SQL >
                    %
                    SELECT
                        {{String(text, 'x', description='Any <script>alert(1)</script> text', example='hello')}} AS text,
                        {{String(choice, 'a', enum=['a', 'b'])}} AS choice,
                        {{Int8(i8, -1)}} AS i8, {{Int16(i16, 1)}} AS i16, {{Int32(i32, 1)}} AS i32, {{Int64(i64, 1)}} AS i64,
                        {{Int128(i128, 1)}} AS i128, {{Int256(i256, 1)}} AS i256,
                        {{UInt8(u8, 1)}} AS u8, {{UInt16(u16, 1)}} AS u16, {{UInt32(u32, 1)}} AS u32, {{UInt64(u64, 1)}} AS u64,
                        {{UInt128(u128, 1)}} AS u128, {{UInt256(u256, 1)}} AS u256,
                        {{Float32(f32, 0.5)}} AS f32, {{Float64(f64, 1e10)}} AS f64,
                        {{Boolean(flag, 'true')}} AS flag,
                        toDate({{Date(day, '2025-01-31')}}) AS day,
                        toDateTime({{DateTime(at, '2025-01-31 12:00:00')}}) AS at,
                        toDateTime64({{DateTime64(at_ms, '2025-01-31 12:00:00.000')}}, 3) AS at_ms,
                        {{Array(ids, 'Int32', '1,2')}}::Array(Int32) AS ids,
                        {{Array(names, 'String', 'a,b', enum=['a', 'b', 'c'])}}::Array(String) AS names,
                        {{Array(days, 'Date', '2025-01-31')}}::Array(String) AS days,
                        {{JSON(filters, '{"a": 1}').get('a', 0)}}::String AS filter,
                        length({{columns(sorted, 'text')}}) AS length_of
                    WHERE i32 >= 0 {% if defined(wanted) %} AND text = {{String(wanted)}} {% end %}
                TYPE endpoint

                """#),
        DeploymentFile(
            path: "required.pipe",
            text: #"""
                NODE endpoint
                SQL >
                    %
                    SELECT number, {{Int32(n, description='How many', required=True)}} AS n, {{Date(day)}} AS day, {{String(name, format='email', default='nobody')}} AS name
                    FROM numbers({{UInt8(count)}})
                TYPE endpoint

                """#),
        DeploymentFile(
            path: "metrics.pipe",
            text: #"""
                TAGS monitoring
                NODE endpoint
                SQL >
                    SELECT 'rows_total' AS name, toFloat64(count()) AS value, 'counter' AS type, 'Rows' AS help, map('kind', 'all') AS labels FROM values
                TYPE endpoint

                """#),
        DeploymentFile(
            path: "own_errors.pipe",
            text: #"""
                NODE endpoint
                SQL >
                    %
                    {% if not defined(user) %}{{custom_error({'reason': 'no user'}, 418)}}{% end %}
                    {% if user == 'root' %}{{error('not you')}}{% end %}
                    SELECT {{String(user, 'nobody')}} AS user
                TYPE endpoint

                """#),
        DeploymentFile(
            path: "states.pipe",
            text: #"""
                NODE endpoint
                SQL >
                    SELECT level, uniqState(text) AS visitors, sum(u64) AS total, avg(f64) AS mean FROM values GROUP BY level WITH TOTALS
                TYPE endpoint

                """#),
    ]

    /// With the values at the ends of the types.
    static let rows = #"""
        {"u8":1,"u64":18446744073709551615,"i128":"-170141183460469231731687303715884105728","f64":1.5,"money":"12.3400","flag":true,"text":"it's \u00e9 \"quoted\" <b>","code":"ab","kind":null,"level":"high","uid":"123e4567-e89b-12d3-a456-426614174000","v4":"127.0.0.1","v6":"::1","day":"2025-01-31","far_day":"1925-01-31","at":"2025-01-31 12:00:00","at_ms":"2025-01-31 12:00:00.123","tags":["a","b"],"scores":[1.5,null],"labels":{"x":1},"maybe":null}
        {"u8":2,"u64":0,"i128":"0","f64":-0.0,"money":"-0.0001","flag":false,"text":"","code":"","kind":"k","level":"low","uid":"00000000-0000-0000-0000-000000000000","v4":"0.0.0.0","v6":"2001:db8::ff","day":"1970-01-01","far_day":"2200-12-31","at":"1970-01-01 00:00:00","at_ms":"1970-01-01 00:00:00.000","tags":[],"scores":[],"labels":{},"maybe":-5}

        """#
}
