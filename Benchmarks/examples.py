#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures the endpoints of the example workspaces over millions of simulated events, and what materialized views cost.

Every call asks for no kept answer. Where a materialized view serves an endpoint, the same answer is worked out from the
raw events too, by an endpoint or by SQL; both are asked by turns.

usage: examples.py MARTLET [--example-rows 10000000] [--calls 40] [--only attribution]
"""
import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from report import report
from running import RunningServer

EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Examples")
UNCACHED = {"Cache-Control": "no-cache"}
COST_ROWS = 400_000  # enough for many batches
ROUNDS = 3


def call(endpoint, **parameters):
    return "/v0/pipes/%s.json?%s" % (endpoint, urllib.parse.urlencode(parameters))


def query(sql):
    return "/v0/sql?q=" + urllib.parse.quote(sql + " FORMAT JSON")


class Example(RunningServer):
    """A server with an example workspace and its simulated events."""

    def fill(self, folder, name, rows):
        """Rows per second, from the first that is made to the last that can be queried."""
        self.command("deploy", folder)
        started = time.perf_counter()
        self.command("demo", "load", name, "--rows", str(rows))
        return rows / (time.perf_counter() - started)

    def milliseconds(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.token, **UNCACHED})
        started = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        return 1000 * (time.perf_counter() - started)

    def values(self, column, table, condition, count):
        """Some values of a column, the same every time."""
        sql = "SELECT DISTINCT %s AS value FROM %s WHERE %s ORDER BY cityHash64(value) LIMIT %d" % (column, table, condition, count)
        return [row["value"] for row in json.loads(self.get(query(sql)))["data"]]


def quantile95(figures):
    return sorted(figures)[max(0, -(-len(figures) * 95 // 100) - 1)]


def attribution(server, calls):
    """Endpoints as paths to call by turns, with the same from raw events where a view serves them."""
    shop = "shop_0"
    people = server.values("distinct_id", "events", "location_id = '%s'" % shop, calls)
    day = "SELECT toDate(timestamp) AS day, count() AS events, countIf(event = '$pageview') AS pageviews, uniq(distinct_id) AS visitors, " \
        "uniqIf(session_id, session_id != '') AS sessions FROM events WHERE location_id = '%s' GROUP BY day ORDER BY day" % shop
    return {
        "user_attribution_optimized": (
            [call("user_attribution_optimized", location_id=shop, distinct_id=person) for person in people],
            [call("user_attribution", location_id=shop, distinct_id=person) for person in people[:10]]),
        "identified_users_attribution": (
            [call("identified_users_attribution", location_id=shop, limit=1000)], [call("user_attribution", location_id=shop, limit=1000)]),
        "location_metrics": ([call("location_metrics", location_id=shop)], [query(day)]),
        "session_stats": ([call("session_stats", location_id=shop)], None),
        "sessions_analytics": ([call("sessions_analytics", location_id=shop)], None),
        "user_sessions": ([call("user_sessions", location_id=shop, distinct_id=person) for person in people], None),
        "user_profiles_api": ([call("user_profiles_api", location_id=shop)], None),
        "user_profile_events": ([call("user_profile_events", location_id=shop, distinct_id=person) for person in people], None),
        "error_monitoring": ([call("error_monitoring", location_id=shop)], None),
    }


def barely(server, calls):
    names = ["v2_page_stats", "v2_page_timeseries", "v2_page_countries", "v2_cart_browsers", "v2_link_referrers", "v2_fm_cities"]
    return {name: ([call(name, workspace_id="workspace_0", start="2000-01-01")], None) for name in names}


def cossistant(server, calls):
    names = ["inbox_analytics", "unique_visitors", "active_visitors", "visitor_locations", "page_views"]
    return {name: ([call(name, website_id="site_0", plan="paid")], None) for name in names}


def emitkit(server, calls):
    raw = "SELECT count() AS events, uniq(user_id) AS users, sumMap(CAST((tags, arrayMap(tag -> 1, tags)), 'Map(String, UInt64)')) AS tags " \
        "FROM events WHERE organization_id = 'org_2'"
    list_call = {"organization_id": "org_2", "channel_id": "usage"}
    return {
        "get_events_stats": ([call("get_events_stats", organization_id="org_2")], [query(raw)]),
        "get_events_paginated": ([call("get_events_paginated", limit=50, offset=0, **list_call)], None),
        "stream_events": ([call("stream_events", **list_call)], None),
        "get_user_stats": ([call("get_user_stats", organization_id="org_2")], None),
        "get_tag_stats": ([call("get_tag_stats", organization_id="org_2")], None),
        "get_cohorts": ([call("get_cohorts", organization_id="org_2")], None),
        "get_funnel": ([call("get_funnel", organization_id="org_2", steps="signup,invoice", segment="plan")], None),
    }


def metricpal(server, calls):
    site = "workspace_0"
    raw = "SELECT toDate(timestamp) AS date, url, count() AS page_views, uniq(visitor_id) AS visitors, uniq(session_id) AS sessions FROM website_events " \
        "WHERE workspace_id = '%s' AND action_type = 'enter-page' GROUP BY date, url ORDER BY date DESC, page_views DESC, url" % site
    visitors = server.values("visitor_id", "website_events", "workspace_id = '%s'" % site, calls)
    return {
        "page_views": ([call("page_views", workspace_id=site)], [query(raw)]),
        "event_summary": ([call("event_summary", workspace_id=site)], None),
        "user_journey": ([call("user_journey", workspace_id=site, visitor_id=visitor) for visitor in visitors], None),
        "identified_companies": ([call("identified_companies", workspace_id=site)], None),
    }


WORKSPACES = [attribution, barely, cossistant, emitkit, metricpal]


def measure(program, workspace, options):
    """Prints a line for each endpoint; returns the figures that have limits."""
    name = workspace.__name__
    folder = tempfile.mkdtemp(prefix="martlet-bench-")
    figures = {}
    try:
        with Example(program, folder) as server:
            rate = server.fill(os.path.join(EXAMPLES, name), name, options.example_rows)
            print("%s: %d rows, %.0f/s" % (name, options.example_rows, rate), flush=True)
            slowest = 0
            for endpoint, (paths, raw) in workspace(server, options.calls).items():
                [server.milliseconds(path) for path in paths[:3]]  # what is read for the first time comes from the disk
                times, raw_times = [], []
                for number in range(options.calls):
                    times.append(server.milliseconds(paths[number % len(paths)]))
                    if raw and number < 10:
                        raw_times.append(server.milliseconds(raw[number % len(raw)]))
                slowest = max(slowest, quantile95(times))
                line = "  %-32s p50 %7.1f ms   p95 %7.1f ms" % (endpoint, statistics.median(times), quantile95(times))
                if raw:
                    ratio = statistics.median(raw_times) / statistics.median(times)
                    figures["%s, time from raw events : time" % endpoint] = ratio
                    line += "   raw %7.1f ms, %.1f times as long" % (statistics.median(raw_times), ratio)
                print(line, flush=True)
                if endpoint in ("user_attribution_optimized", "identified_users_attribution"):
                    figures["%s, ms at p95" % endpoint] = quantile95(times)
            figures["%s, slowest endpoint, ms at p95" % name] = slowest
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def views_cost(program):
    """How fast the attribution workspace takes events with all its views, compared with its landing tables alone."""
    ratios = []
    for number in range(ROUNDS):
        rates = []
        for is_whole in (True, False) if number % 2 else (False, True):
            folder, project = tempfile.mkdtemp(prefix="martlet-bench-"), tempfile.mkdtemp(prefix="martlet-bench-")
            try:
                for landing in ["events", "identity_mappings", "errors"]:
                    shutil.copy(os.path.join(EXAMPLES, "attribution/datasources", landing + ".datasource"), project)
                with Example(program, folder) as server:
                    rates.append((is_whole, server.fill(os.path.join(EXAMPLES, "attribution") if is_whole else project, "attribution", COST_ROWS)))
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                shutil.rmtree(project, ignore_errors=True)
        rates = dict(rates)
        ratios.append(rates[True] / rates[False])
        print("round %d: %.0f rows/s with all views, %.0f without" % (number + 1, rates[True], rates[False]), flush=True)
    return statistics.median(ratios)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--example-rows", type=int, default=10_000_000)
    arguments.add_argument("--calls", type=int, default=40)
    arguments.add_argument("--only", choices=[workspace.__name__ for workspace in WORKSPACES])
    options = arguments.parse_args()
    figures = {}
    for workspace in WORKSPACES:
        if options.only in (None, workspace.__name__):
            figures.update(measure(options.program, workspace, options))
    if options.only in (None, "attribution"):
        figures["attribution, ingest with all views : without"] = views_cost(options.program)
    if report(figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
