#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures endpoints against the engine alone and against what one might write by hand, on the same machine, rows and SQL.

All take turns, since one storage folder belongs to one process; each round measures all, and the median of the
rounds' ratios is what counts. Absolute figures are printed only to make the ratios checkable.

usage: queries.py MARTLET PYTHON_OF_RIVALS [--rows 1200000] [--rounds 3]
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.request

import first_byte
from engine import Engine
from report import print_round, report
from rival import Rival
from running import CONNECTIONS, RunningServer, bodies, events, users

HERE = os.path.dirname(os.path.abspath(__file__))
WORKSPACES = range(50)
USERS = range(0, 100_000, 997)
DAILY = (
    "SELECT toDate(timestamp) AS day, count() AS hits, uniq(visitor_id) AS visitors FROM {table} "
    "WHERE workspace_id = 'ws_{number}' GROUP BY day ORDER BY day"
)
USER = "SELECT user_id, name, country, plan, seen FROM {table} WHERE user_id = 'u_{number}'"
SECONDS = 3  # of one load
UNCACHED = {"Cache-Control": "no-cache"}
MANY_CONNECTIONS = 16  # enough to keep a pool of threads busy


class Server(RunningServer):
    """A server that answers."""

    def cache_of(self, path, headers={}):
        """What the answer says of the cache."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.token, **headers})
        with urllib.request.urlopen(request) as answer:
            answer.read()
            return answer.headers["X-Martlet-Cache"]

    def data(self, path):
        """The rows of an answer."""
        return json.loads(self.get(path))["data"]

    def uncached(self, paths, connections):
        """The load of requests that ask for no cached answer."""
        if self.cache_of(paths[0], UNCACHED) == "hit":
            sys.exit("the cache answered although it was not to")
        return self.load(paths, connections, UNCACHED, seconds=SECONDS)

    def cached(self, paths, connections):
        """The load, and the share of answers from the cache among those of another client meanwhile."""
        for path in paths * 2:
            self.cache_of(path)
        loads, seen = [], []
        loading = threading.Thread(target=lambda: loads.append(self.load(paths, connections, seconds=SECONDS)))
        loading.start()
        while loading.is_alive():
            seen.append(self.cache_of(paths[len(seen) % len(paths)]) == "hit")
            loading.join(0.1)
        return loads[0], sum(seen) / len(seen)


def measure_server(server):
    daily = ["/v0/pipes/daily.json?workspace=ws_%d" % number for number in WORKSPACES]
    user = ["/v0/pipes/user.json?user=u_%d" % number for number in USERS]
    one = ["/v0/pipes/one.json"]
    figures = {}
    figures["growth"], figures["growth of engine"] = first_byte.growth(server)  # while neither has memory to spare
    for path in daily + user:  # a process that has just started reads its files first
        server.cache_of(path, UNCACHED)
    for connections in (1, CONNECTIONS, MANY_CONNECTIONS):
        figures["daily x%d" % connections] = server.uncached(daily, connections)
        figures["user x%d" % connections] = server.uncached(user, connections)
    for connections in (1, CONNECTIONS):
        figures["one x%d" % connections] = server.uncached(one, connections)
    for connections in (MANY_CONNECTIONS, 64):
        figures["cached x%d" % connections], figures["hits x%d" % connections] = server.cached(daily, connections)
    figures |= {"first byte, " + name: wait for name, wait in first_byte.waits(server).items()}
    return figures


def measure_engine(engine, tables):
    queries = {
        "daily": [DAILY.format(table=tables["EVENTS"], number=number) for number in WORKSPACES],
        "user": [USER.format(table=tables["USERS"], number=number) for number in USERS],
        "one": ["SELECT 1 AS one"],
    }
    figures = {}
    for name, texts in queries.items():
        for text in texts:
            engine.run(engine.connection, text)
        for connections in (1, CONNECTIONS):
            figures["engine %s x%d" % (name, connections)] = engine.load(texts, connections, SECONDS)
    return figures | {"engine's time, " + name: milliseconds for name, milliseconds in first_byte.times_of_engine(engine, tables["EVENTS"]).items()}


def measure_rival(name, rival, days):
    if rival.data("/daily?workspace=ws_1") != days:
        sys.exit("%s gives other rows" % name)
    daily = ["/daily?workspace=ws_%d" % number for number in WORKSPACES]
    user = ["/user?user=u_%d" % number for number in USERS]
    for path in daily + user:
        rival.data(path)
    return {name + " daily": rival.load(daily, MANY_CONNECTIONS, SECONDS), name + " user": rival.load(user, MANY_CONNECTIONS, SECONDS)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("martlet")
    parser.add_argument("rivals", type=os.path.abspath)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="martlet-bench-")
    data, duckdb = os.path.join(folder, "data"), os.path.join(folder, "duck.db")
    os.mkdir(data)
    rows = {"events": list(events(options.rows)), "users": list(users(100_000))}
    rounds = []
    try:
        with Server(options.martlet, data) as server:
            server.command("deploy", os.path.join(HERE, "project"))
            for name, lines in rows.items():
                server.append(name, bodies(lines))
                with open(os.path.join(folder, name), "w") as file:
                    file.write("\n".join(lines))
        subprocess.run(
            [options.rivals, os.path.join(HERE, "rivals", "load_duckdb.py"), duckdb, *(os.path.join(folder, name) for name in rows)], check=True)
        for number in range(options.rounds):
            with Server(options.martlet, data) as server:
                days = server.data("/v0/pipes/daily.json?workspace=ws_1")
                figures = measure_server(server)
            with Engine(data) as engine:
                tables = {name.upper(): engine.table(name) for name in rows}
                figures |= measure_engine(engine, tables)
            with Rival(options.rivals, "with_chdb", folder, STORAGE=os.path.join(data, "engine", "storage"), **tables) as rival:
                figures |= measure_rival("chDB", rival, days)
            with Rival(options.rivals, "with_duckdb", folder, STORAGE=duckdb) as rival:
                figures |= measure_rival("DuckDB", rival, days)
            rounds.append(figures)
            print_round(number, figures)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    median = lambda value: statistics.median(value(figures) for figures in rounds)
    results = {}
    for name, title in (("daily", "daily"), ("user", "user by key"), ("one", "SELECT 1")):
        results[title + " endpoint, answers/s : same SQL through ADBC"] = median(
            lambda f: f["%s x%d" % (name, CONNECTIONS)].rate / f["engine %s x%d" % (name, CONNECTIONS)].rate)
        results[title + " endpoint, added ms at p50, 1 connection"] = median(lambda f: f[name + " x1"].p50 - f["engine %s x1" % name].p50)
        results[title + " endpoint, added ms at p99, 1 connection"] = median(lambda f: f[name + " x1"].p99 - f["engine %s x1" % name].p99)
    for connections in (MANY_CONNECTIONS, 64):
        results["cached endpoint, answers/s, %d connections" % connections] = median(lambda f: f["cached x%d" % connections].rate)
        results["cached endpoint, ms at p99, %d connections" % connections] = median(lambda f: f["cached x%d" % connections].p99)
    results["cached endpoint, share of hits"] = min(min(f["hits x%d" % MANY_CONNECTIONS], f["hits x64"]) for f in rounds)
    for rival in ("chDB", "DuckDB"):
        for name, title in (("daily", "daily"), ("user", "user by key")):
            results["%s endpoint, answers/s : FastAPI with %s" % (title, rival)] = median(
                lambda f: f["%s x%d" % (name, MANY_CONNECTIONS)].rate / f["%s %s" % (rival, name)].rate)
        results["cached daily endpoint, answers/s : FastAPI with %s" % rival] = median(
            lambda f: f["cached x%d" % MANY_CONNECTIONS].rate / f["%s daily" % rival].rate)
    for name, form, count in first_byte.RESULTS:
        results["first byte of %d rows of %s, ms over the engine" % (count, form)] = median(
            lambda f: f["first byte, " + name] - f["engine's time, " + name])
    results["growth of the server for a slow reader, MB"] = max(f["growth"] for f in rounds)
    results["growth of its engine meanwhile, MB"] = max(f["growth of engine"] for f in rounds)
    print()
    missed = report(results)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
