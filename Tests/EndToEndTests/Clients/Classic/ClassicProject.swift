// Part of Martlet. Apache License 2.0; see LICENSE.

/// A project of the Classic generation: of each kind of resource one.
enum ClassicProject {
    static let files = [
        "datasources/events.datasource": events, "datasources/fixtures/events.ndjson": rows, "datasources/daily.datasource": daily,
        "pipes/top.pipe": top, "pipes/by_team.pipe": byTeam, "pipes/keep_daily.pipe": keepDaily, "pipes/total.pipe": total,
    ]

    static let events = """
        TOKEN "tracker" APPEND

        DESCRIPTION >
            What happened.

        TAGS "raw, web"

        SCHEMA >
            `ts` DateTime `json:$.ts`,
            `team` String `json:$.team`,
            `n` UInt64 `json:$.n` DEFAULT 1

        INDEXES >
            by_team_name team TYPE bloom_filter(0.01) GRANULARITY 2

        ENGINE "MergeTree"
        ENGINE_PARTITION_KEY "toYYYYMM(ts)"
        ENGINE_SORTING_KEY "team, ts"
        ENGINE_TTL "ts + toIntervalDay(9000)"

        """

    /// Two of the team `a` with a sum of 4, one of the team `b` with 2.
    static let rows = """
        {"ts":"2026-01-01 00:00:00","team":"a","n":1}
        {"ts":"2026-01-01 01:00:00","team":"b","n":2}
        {"ts":"2026-01-02 00:00:00","team":"a","n":3}

        """

    static let daily = """
        SCHEMA >
            `day` Date,
            `team` String,
            `total` UInt64

        ENGINE "MergeTree"
        ENGINE_SORTING_KEY "day, team"

        """

    static let top = """
        DESCRIPTION Teams by what they did
        TOKEN "reader" READ
        TAGS "web"

        NODE all_of_them
        DESCRIPTION >
            Every event
        SQL >
            SELECT team, n FROM events

        NODE endpoint
        SQL >
            %
            SELECT team, sum(n) AS total
            FROM all_of_them
            {% if defined(team) %} WHERE team = {{ String(team) }} {% end %}
            GROUP BY team
            ORDER BY total DESC, team
            LIMIT {{ Int32(limit, 10) }}

        TYPE endpoint

        """

    static let byTeam = """
        NODE by_team_0
        SQL >
            SELECT team, sumState(n) AS total FROM events GROUP BY team

        TYPE materialized
        DATASOURCE by_team_mv
        ENGINE "AggregatingMergeTree"
        ENGINE_SORTING_KEY "team"

        """

    static let keepDaily = """
        NODE daily_0
        SQL >
            SELECT toDate(ts) AS day, team, sum(n) AS total FROM events GROUP BY day, team

        TYPE copy
        TARGET_DATASOURCE daily
        COPY_SCHEDULE @on-demand

        """

    /// Serves its last node, as pipes of this generation do that say nothing of it.
    static let total = """
        NODE only
        SQL >
            SELECT team, sumMerge(total) AS total FROM by_team_mv GROUP BY team ORDER BY team

        """
}
