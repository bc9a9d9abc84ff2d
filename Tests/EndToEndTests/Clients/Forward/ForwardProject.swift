// Part of Martlet. Apache License 2.0; see LICENSE.

/// A project with one resource of each kind.
enum ForwardProject {
    static let files = [
        "datasources/events.datasource": """
        TOKEN events_append APPEND

        SCHEMA >
            `at` DateTime `json:$.at`,
            `kind` String `json:$.kind`,
            `value` Int32 `json:$.value`

        ENGINE MergeTree
        ENGINE_SORTING_KEY at

        """,
        "datasources/totals.datasource": """
        SCHEMA >
            `kind` String,
            `count` AggregateFunction(count)

        ENGINE AggregatingMergeTree
        ENGINE_SORTING_KEY kind

        """,
        "datasources/daily.datasource": """
        SCHEMA >
            `kind` String,
            `count` UInt64

        ENGINE MergeTree
        ENGINE_SORTING_KEY kind

        """,
        "endpoints/top.pipe": """
        TOKEN top_read READ

        NODE ep
        SQL >
            %
            SELECT kind, count() AS count FROM events WHERE kind = {{ String(kind, 'view') }} GROUP BY kind

        TYPE ENDPOINT

        """,
        "materializations/count_kinds.pipe": """
        NODE m
        SQL >
            SELECT kind, countState() AS count FROM events GROUP BY kind

        TYPE MATERIALIZED
        DATASOURCE totals

        """,
        "copies/keep_daily.pipe": """
        NODE c
        SQL >
            SELECT kind, count() AS count FROM events GROUP BY kind

        TYPE COPY
        TARGET_DATASOURCE daily
        COPY_SCHEDULE 0 0 1 1 *

        """,
        "sinks/export.pipe": """
        NODE s
        SQL >
            SELECT kind, value FROM events

        TYPE SINK
        EXPORT_CONNECTION_NAME store
        EXPORT_BUCKET_URI s3://exports/events
        EXPORT_SCHEDULE @on-demand
        EXPORT_FILE_TEMPLATE events
        EXPORT_FORMAT csv

        """,
        "connections/store.connection": """
        TYPE s3
        S3_REGION us-east-1
        S3_ACCESS_KEY key
        S3_SECRET secret

        """,
        "fixtures/events.ndjson": rows,
        "tests/top.yaml": """
        - name: views
          description: counts the views
          parameters: kind=view
          expected_result: |
            {"kind":"view","count":2}

        """,
    ]

    /// Two views and a click.
    static let rows = """
        {"at":"2026-01-01 00:00:00","kind":"view","value":1}
        {"at":"2026-01-01 00:00:01","kind":"click","value":2}
        {"at":"2026-01-02 00:00:00","kind":"view","value":3}

        """
}
