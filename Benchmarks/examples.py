#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures the endpoints of the example workspaces over millions of simulated events, and what materialized views cost.

Every call asks for no kept answer. Where a materialized view serves an endpoint, the same answer is worked out from the
raw events too; both are asked by turns.

usage: examples.py MARTLET [--example-rows 10000000] [--calls 40] [--only attribution] [--rest 180] [--keep FOLDER] [--no-cost]
"""
import argparse
import contextlib
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from raw import copy_with_twins, twin
from report import report
from running import RunningServer

EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Examples")
UNCACHED = {"Cache-Control": "no-cache"}
LANDING = {"attribution": "events", "barely": "barely_events", "cossistant": "visitor_events", "emitkit": "events", "metricpal": "website_events"}
COST_ROWS = 400_000  # enough for many batches
ROUNDS = 3
REST = 180  # seconds, in which the targets of views are merged


def query(sql):
    return "/v0/sql?q=" + urllib.parse.quote(sql + " FORMAT JSON")


class Example(RunningServer):
    """A server with an example workspace and its simulated events."""

    def fill(self, name, rows):
        """Rows per second, from the first that is made to the last that can be queried."""
        started = time.perf_counter()
        self.command("demo", "load", name, "--rows", str(rows))
        return rows / (time.perf_counter() - started)

    def milliseconds(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.token, **UNCACHED})
        started = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        return 1000 * (time.perf_counter() - started)

    def is_filled(self, name):
        return self.count(LANDING[name]) > 0

    def endpoints(self):
        return [pipe["name"] for pipe in json.loads(self.get("/v0/pipes"))["pipes"] if pipe["type"] == "endpoint"]

    def values(self, column, table, condition, count):
        """Some values of a column, the same every time."""
        sql = "SELECT DISTINCT %s AS value FROM %s WHERE %s ORDER BY cityHash64(value) LIMIT %d" % (column, table, condition, count)
        return [row["value"] for row in json.loads(self.get(query(sql)))["data"]]


def quantile95(figures):
    return sorted(figures)[max(0, -(-len(figures) * 95 // 100) - 1)]


def attribution(server, calls):
    """For each endpoint the calls to make by turns."""
    shop = {"location_id": "shop_0"}
    people = [{"distinct_id": person, **shop} for person in server.values("distinct_id", "events", "location_id = 'shop_0'", calls)]
    return {
        "user_attribution_optimized": people,
        "identified_users_attribution": [{"limit": 1000, **shop}],
        "location_metrics": [shop],
        "session_stats": [shop],
        "sessions_analytics": [shop],
        "user_attribution": people,
        "user_sessions": people,
        "user_profiles_api": [shop],
        "user_profile_events": people,
        "error_monitoring": [shop],
    }


def barely(server, calls):
    everything = {"workspace_id": "workspace_0", "start": "2000-01-01"}
    return {name: [everything] for name in server.endpoints() if name.startswith("v2_")}


def cossistant(server, calls):
    names = ["inbox_analytics", "unique_visitors", "active_visitors", "visitor_locations", "page_views"]
    return {name: [{"website_id": "site_0", "plan": "paid"}] for name in names}


def emitkit(server, calls):
    organization = {"organization_id": "org_2"}
    channel = {"channel_id": "usage", **organization}
    users = [{"user_id": user, **organization} for user in server.values("user_id", "events", "organization_id = 'org_2' AND user_id != ''", calls)]
    return {
        "get_events_stats": [organization],
        "get_events_paginated": [{"limit": 50, "offset": 0, **channel}],
        "stream_events": [channel],
        "get_user_events": users,
        "get_user_stats": [organization],
        "get_tag_stats": [organization],
        "get_cohorts": [organization],
        "get_funnel": [{"steps": "signup,invoice", "segment": "plan", **organization}],
    }


def metricpal(server, calls):
    workspace = {"workspace_id": "workspace_0"}
    visitors = server.values("visitor_id", "website_events", "workspace_id = 'workspace_0'", calls)
    return {
        "page_views": [workspace],
        "event_summary": [workspace],
        "user_journey": [{"visitor_id": visitor, **workspace} for visitor in visitors],
        "identified_companies": [workspace],
        "company_visitors": [{"email_domain": "acme.io", **workspace}],
    }


WORKSPACES = [attribution, barely, cossistant, emitkit, metricpal]
# Without the application's own database it has nothing to read.
NOT_MEASURED = {"cossistant": {"satisfaction_index"}}
# The same answer from raw events where the workspace has an endpoint for that.
RAW = {"user_attribution_optimized": "user_attribution", "identified_users_attribution": "user_attribution"}
# They read events themselves; views only tell them whose an id is.
FROM_EVENTS = {"user_attribution", "user_sessions", "user_profile_events", "error_monitoring"}


def prepare(server, workspace, project, options):
    """Deploys the workspace and loads its events, unless they are kept; returns by which other pipe each endpoint is measured."""
    name = workspace.__name__
    served = set(copy_with_twins(os.path.join(EXAMPLES, name), project)) - FROM_EVENTS
    server.command("deploy", project)
    if not server.is_filled(name):
        print("%s: %d rows, %.0f/s" % (name, options.example_rows, server.fill(name, options.example_rows)), flush=True)
    return {endpoint: twin(endpoint) for endpoint in served} | RAW


def measure(server, workspace, twins, options):
    """Prints a line for each endpoint; returns the figures that have limits."""
    name = workspace.__name__
    calls = workspace(server, options.calls)
    unknown = {endpoint for endpoint in server.endpoints() if not endpoint.startswith(twin(""))} ^ (calls.keys() | NOT_MEASURED.get(name, set()))
    if unknown:
        sys.exit("%s: endpoints without a call, or calls without an endpoint: %s" % (name, ", ".join(sorted(unknown))))
    return measured(server, name, calls, twins, options)


def measured(server, name, calls, twins, options):
    figures, slowest, least = {}, 0, math.inf
    for endpoint, parameters in calls.items():
        def milliseconds(pipe, number):
            return server.milliseconds("/v0/pipes/%s.json?%s" % (pipe, urllib.parse.urlencode(parameters[number % len(parameters)])))

        number_of_calls = options.calls if len(calls) < 20 else max(4, options.calls // 4)
        [milliseconds(endpoint, number) for number in range(3)]  # what is read for the first time comes from the disk
        times, raw_times = [], []
        for number in range(number_of_calls):
            times.append(milliseconds(endpoint, number))
            if endpoint in twins and number < number_of_calls // 4:
                raw_times.append(milliseconds(twins[endpoint], number))
        p50, p95 = statistics.median(times), quantile95(times)
        line = "  %-32s p50 %7.1f ms   p95 %7.1f ms" % (endpoint, p50, p95)
        slowest = max(slowest, p95)
        if raw_times:
            ratio = statistics.median(raw_times) / p50
            least = min(least, ratio)
            line += "   from raw events %7.1f ms, %.1f times as long" % (statistics.median(raw_times), ratio)
        if endpoint in RAW:
            figures["%s, ms at p95" % endpoint] = p95
        print(line, flush=True)
    figures["%s, slowest endpoint, ms at p95" % name] = slowest
    if least < math.inf:
        figures["%s, time from raw events : time, least" % name] = least
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
                    server.command("deploy", os.path.join(EXAMPLES, "attribution") if is_whole else project)
                    rates.append((is_whole, server.fill("attribution", COST_ROWS)))
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
    arguments.add_argument("--no-cost", action="store_true", help="leave out what views cost")
    arguments.add_argument("--rest", type=float, default=REST, help="seconds to wait before the first call")
    arguments.add_argument("--keep", help="a folder that keeps the filled servers, for the next run")
    options = arguments.parse_args()
    figures = {}
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="martlet-bench-"))
        examples = []
        for workspace in WORKSPACES:
            if options.only in (None, workspace.__name__):
                folder = os.path.join(scratch, workspace.__name__)
                server = stack.enter_context(Example(options.program, os.path.join(options.keep, workspace.__name__) if options.keep else folder))
                examples.append((server, workspace, prepare(server, workspace, folder + "-project", options)))
        print("waiting until the tables are at rest", flush=True)
        time.sleep(options.rest)
        for server, workspace, twins in examples:
            figures.update(measure(server, workspace, twins, options))
    if options.only in (None, "attribution") and not options.no_cost:
        figures["attribution, ingest with all views : without"] = views_cost(options.program)
    if report(figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
