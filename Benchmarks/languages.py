#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures the languages: rendering against the Python renderer in the same run, and reading a large project.

usage: languages.py LANGUAGE_BENCHMARK, inside an environment that has the Python renderer
"""
import json
import logging
import subprocess
import sys
import time

from report import report
from tinybird.sql_template import render_sql_template

# A typical endpoint: ten tags with values, two loops, a choice, paging.
TEMPLATE = """
SELECT toStartOfHour(timestamp) AS hour
{% for last, metric in enumerate_with_last(split_to_array(metrics, 'hits,visits,sales')) %}, sum({{column(metric)}}) AS {{symbol(metric)}}{% end %}
FROM events
WHERE workspace_id = {{String(workspace, required=True, description='The tenant')}}
  AND timestamp >= {{DateTime(date_from, '2025-01-01 00:00:00')}} AND timestamp < {{DateTime(date_to, '2025-02-01 00:00:00')}}
{% if defined(country) %}  AND country = {{String(country)}}{% end %}
{% if defined(channels) %}  AND channel IN {{Array(channels, 'String')}}{% end %}
{% for prefix in split_to_array(paths, '') %}{% if prefix != '' %}  AND path NOT LIKE {{String(prefix + '%')}}{% end %}{% end %}
GROUP BY hour ORDER BY hour DESC
LIMIT {{Int32(page_size, 100)}} OFFSET {{Int32(page, 0) * Int32(page_size, 100)}}
"""
PARAMETERS = {
    "workspace": "ws_17", "date_from": "2025-01-10 00:00:00", "country": "ES", "channels": "email,search,social",
    "paths": "/admin,/internal,/health", "page": "3", "page_size": "50",
}
FILES = 300


def python_microseconds():
    """The Python renderer's times for a template that it has not seen, and for one that its own cache holds parsed."""
    def least(rounds, renderings, template):
        best = float("inf")
        for round in range(rounds):
            start = time.perf_counter()
            for rendering in range(renderings):
                render_sql_template(template(round), PARAMETERS)
            best = min(best, time.perf_counter() - start)
        return best / renderings * 1e6

    return least(50, 1, lambda round: TEMPLATE + "-- %d" % round), least(5, 2_000, lambda round: TEMPLATE)


def project():
    """A project of 100 data sources and 200 pipes of three nodes that read each other, as people write them."""
    files = {}
    for number in range(FILES // 3):
        files["datasources/events_%d.datasource" % number] = (
            "DESCRIPTION >\n    Events of kind %d\n\nTOKEN \"writer\" APPEND\n\nSCHEMA >\n" % number
            + "    `timestamp` DateTime64(3) `json:$.timestamp`,\n    `workspace_id` LowCardinality(String) `json:$.workspace.id`,\n"
            + "".join("    `field_%d` String `json:$.payload.field_%d` DEFAULT '',\n" % (n, n) for n in range(10))
            + "    `tags` Array(String) `json:$.tags[:]`\n\nENGINE MergeTree\nENGINE_PARTITION_KEY toYYYYMM(timestamp)\n"
            + "ENGINE_SORTING_KEY workspace_id, timestamp\nENGINE_TTL toDateTime(timestamp) + toIntervalDay(90)\n")
    for number in range(FILES - FILES // 3):
        source = "events_%d" % (number % (FILES // 3)) if number % 3 else "pipe_%d" % max(0, number - 1)
        if number == 0:
            source = "events_0"
        files["endpoints/pipe_%d.pipe" % number] = (
            "TOKEN \"reader\" READ\n\nNODE filtered\nSQL >\n    %%\n    SELECT * FROM %s\n"
            "    WHERE workspace_id = {{String(workspace, 'w')}} {%% if defined(since) %%} AND timestamp >= {{DateTime(since)}} {%% end %%}\n\n"
            "NODE daily\nSQL >\n    WITH (SELECT max(timestamp) FROM filtered) AS newest\n"
            "    SELECT workspace_id, timestamp, count() AS hits FROM filtered WHERE timestamp <= newest GROUP BY workspace_id, timestamp\n\n"
            "NODE endpoint\nSQL >\n    %%\n    SELECT d.workspace_id, d.timestamp, d.hits, f.hits AS again FROM daily AS d\n"
            "    LEFT JOIN (SELECT workspace_id, sum(hits) AS hits FROM daily GROUP BY workspace_id) AS f ON f.workspace_id = d.workspace_id\n"
            "    ORDER BY {{column(order_by, 'timestamp')}} LIMIT {{Int32(limit, 10)}}\nTYPE endpoint\n" % source)
    return files


def ours(program, verb, count, value):
    """What the program prints for an input."""
    run = subprocess.run([program, verb, str(count)], input=json.dumps(value), capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return [float(figure) for figure in run.stdout.split()]


def main():
    logging.disable(logging.CRITICAL)
    program = sys.argv[1]
    first, again = ours(program, "template", 20_000, {"sql": "%" + TEMPLATE, "params": PARAMETERS})
    python_first, python_again = python_microseconds()
    print("template: read and rendered %.1f us, rendered again %.1f us; Python renderer %.0f us, %.0f us" % (first, again, python_first, python_again))
    missed = report({
        "new template, Python renderer's time : ours": python_first / first,
        "known template, Python renderer's time : ours": python_again / again,
        "endpoint, Python renderer's first time : ours": python_first / again,
        "known template, us": again,
        "reading and resolving a project of 300 files, ms": ours(program, "project", 5, project())[0],
    })
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
