#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures a server against the engine alone, on the same machine, data and SQL, and prints ratios.

The two take turns, since one storage folder belongs to one process; each round measures both, and the median of the
rounds' ratios is what counts. Absolute figures are printed only to make the ratios checkable.

usage: server.py MARTLET [--rows 1200000] [--rounds 3]
"""
import argparse
import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import warnings

warnings.simplefilter("ignore")
import chdb  # only to find the library
import adbc_driver_manager.dbapi as adbc

from report import report
from running import RunningServer, events

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = (
    "timestamp DateTime64(3), workspace_id String, visitor_id String, session_id String, action_type String, "
    "url String, user_agent String, referrer String, properties String"
)
DAILY = (
    "SELECT toDate(timestamp) AS day, count() AS hits, uniq(visitor_id) AS visitors FROM {table} "
    "WHERE workspace_id = 'ws_{number}' GROUP BY day ORDER BY day"
)
# What the server asks of the engine with every query.
SETTINGS = " SETTINGS compatibility = '24.8', joined_subquery_requires_alias = 0, max_execution_time = 10"
CONNECTIONS = 4
SECONDS = 4


class Server(RunningServer):
    """A server under load."""

    def ingest(self, bodies):
        """Rows per second, from the first byte sent to the last row queryable."""
        host, port = self.url.removeprefix("http://").split(":")
        queue, failures = list(bodies), []

        def send():
            connection = http.client.HTTPConnection(host, int(port))
            while True:
                try:
                    body, _ = queue.pop()
                except IndexError:
                    return
                connection.request("POST", "/v0/events?name=events", body, {"Authorization": "Bearer " + self.token})
                answer = connection.getresponse()
                if answer.status != 202 or json.loads(answer.read())["quarantined_rows"]:
                    failures.append(answer.status)

        rows = sum(count for _, count in bodies)
        wanted = self.count() + rows
        started = time.perf_counter()
        threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        if failures:
            sys.exit("events were refused: %s" % failures[:3])
        while self.count() < wanted:
            time.sleep(0.005)
        return rows / (time.perf_counter() - started)

    def count(self, condition="1"):
        query = urllib.parse.quote("SELECT count() AS n FROM events WHERE %s FORMAT JSON" % condition)
        return json.loads(self.get("/v0/sql?q=" + query))["data"][0]["n"]

    def single_events(self, line):
        """Requests per second with one event each, acknowledged after the sync, and the 99th percentile in milliseconds."""
        script = os.path.join(self.folder, "single.lua")
        with open(script, "w") as file:
            file.write('wrk.method = "POST"\nwrk.headers["Authorization"] = "Bearer %s"\nwrk.body = %s\n' % (self.token, json.dumps(line)))
        report = subprocess.run(
            ["wrk", "--threads", "1", "--connections", "64", "--duration", "%ds" % SECONDS, "--latency", "--script", script, self.url + "/v0/events?name=events"],
            check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in report:
            sys.exit("single events were refused")
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", report).groups()
        return float(re.search(r"Requests/sec:\s+([\d.]+)", report).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    def freshness(self, line):
        """Milliseconds from an acknowledgement to the event in an answer, at the 99th percentile."""
        delays = []
        for number in range(60):
            event = json.loads(line) | {"visitor_id": "fresh_%d_%d" % (os.getpid(), number) + str(time.time())}
            request = urllib.request.Request(self.url + "/v0/events?name=events", json.dumps(event).encode(), {"Authorization": "Bearer " + self.token})
            urllib.request.urlopen(request).read()
            started = time.perf_counter()
            while not self.count("visitor_id = '%s'" % event["visitor_id"]):
                time.sleep(0.002)
            delays.append((time.perf_counter() - started) * 1000)
        return sorted(delays)[int(len(delays) * 0.99)]

    def peak_memory(self):
        """The most megabytes that the server itself has held, without the engine."""
        with open("/proc/%d/status" % self.process.pid) as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def load(self, path, randomised, connections):
        """Answers per second and the median latency in milliseconds, measured by wrk."""
        script = os.path.join(self.folder, "load.lua")
        with open(script, "w") as file:
            file.write('wrk.headers["Authorization"] = "Bearer %s"\n' % self.token)
            if randomised:
                file.write('request = function() return wrk.format("GET", "%s" .. math.random(0, 49)) end\n' % path)
            file.write("done = function(summary) if summary.errors.status > 0 then io.stderr:write('failed answers\\n') os.exit(1) end end\n")
        report = subprocess.run(
            ["wrk", "--threads", "1", "--connections", str(connections), "--duration", "%ds" % SECONDS, "--latency", "--script", script, self.url + path],
            check=True, capture_output=True, text=True).stdout
        value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", report).groups()
        return float(re.search(r"Requests/sec:\s+([\d.]+)", report).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


class Engine:
    """The engine alone, through ADBC, on the folder that a server has left."""

    def __init__(self, folder):
        library = os.path.join(os.path.dirname(chdb.__file__), "_chdb.abi3.so")
        self.connect = lambda: adbc.connect(driver=library, entrypoint="AdbcDriverInit", db_kwargs={"path": os.path.join(folder, "engine", "storage")})

    def __enter__(self):
        self.connection = self.connect()
        return self

    def __exit__(self, *_):
        self.connection.close()

    @staticmethod
    def run(connection, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            try:
                return cursor.fetch_arrow_table()
            except adbc.ProgrammingError:
                return None

    def table(self):
        rows = self.run(self.connection, "SELECT database, name FROM system.tables WHERE startsWith(database, 'w_') AND match(name, '^events_[0-9a-f]{8}$')")
        return "`%s`.`%s`" % (rows["database"][0], rows["name"][0])

    def load(self, make_sql, connections):
        """Queries per second over the connections and the median latency in milliseconds."""
        latencies, until = [[] for _ in range(connections)], time.perf_counter() + SECONDS

        def work(number):
            connection, source = self.connect(), random.Random(number)
            while time.perf_counter() < until:
                started = time.perf_counter()
                self.run(connection, make_sql(source.randint(0, 49)) + SETTINGS)
                latencies[number].append(time.perf_counter() - started)
            connection.close()

        started = time.perf_counter()
        threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        values = [value for each in latencies for value in each]
        return len(values) / (time.perf_counter() - started), statistics.median(values) * 1000

    def insert(self, text, count):
        """Rows per second of the engine's own JSONEachRow insert from memory into a table of the same shape."""
        self.run(self.connection, "CREATE DATABASE IF NOT EXISTS bench")
        self.run(self.connection, "DROP TABLE IF EXISTS bench.events SYNC")
        self.run(self.connection, "CREATE TABLE bench.events (%s) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (workspace_id, timestamp)"
                 % COLUMNS.replace("action_type String", "action_type LowCardinality(String)"))
        descriptor = os.memfd_create("events")
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(text)
        started = time.perf_counter()
        self.run(self.connection, "INSERT INTO bench.events SELECT * FROM file('/proc/self/fd/%d', 'JSONEachRow', '%s') SETTINGS async_insert = 0" % (descriptor, COLUMNS))
        elapsed = time.perf_counter() - started
        os.close(descriptor)
        return count / elapsed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("martlet")
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="martlet-bench-")
    lines = list(events(options.rows))
    batch = 30_000  # as many as the body limit of 10 MiB lets through
    bodies = [("\n".join(lines[start:start + batch]).encode(), len(lines[start:start + batch])) for start in range(0, len(lines), batch)]
    text = ("\n".join(lines) + "\n").encode()
    rounds = []
    try:
        for number in range(options.rounds):
            figures = {}
            with Server(options.martlet, folder) as server:
                figures["start"] = server.seconds_to_answer
                figures["memory"] = server.memory()
                if number == 0:
                    server.command("deploy", os.path.join(HERE, "project"))
                figures["ingest"] = server.ingest(bodies)
                figures["fresh"] = server.freshness(lines[0])
                figures["single"] = server.single_events(lines[0])
                figures["peak"] = server.peak_memory()
                for connections in (1, CONNECTIONS):
                    figures["daily", connections] = server.load("/v0/pipes/daily.json?workspace=ws_", True, connections)
                    figures["one", connections] = server.load("/v0/pipes/one.json", False, connections)
            with Engine(folder) as engine:
                table = engine.table()
                for connections in (1, CONNECTIONS):
                    figures["engine daily", connections] = engine.load(lambda n: DAILY.format(table=table, number=n), connections)
                    figures["engine one", connections] = engine.load(lambda n: "SELECT 1 AS one", connections)
                figures["engine ingest"] = engine.insert(text, options.rows)
            rounds.append(figures)
            print("round %d: %s" % (number + 1, ", ".join(
                "%s %s" % ("%s x%d" % name if isinstance(name, tuple) else name, "/".join("%.1f" % v for v in value) if isinstance(value, tuple) else "%.2f" % value if value < 100 else "%.0f" % value)
                for name, value in figures.items())), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    median = lambda value: statistics.median(value(figures) for figures in rounds)
    results = {
        "ingest, rows/s : engine's JSONEachRow insert": median(lambda f: f["ingest"] / f["engine ingest"]),
        "single events, requests/s": median(lambda f: f["single"][0]),
        "single events, ms at p99": median(lambda f: f["single"][1]),
        "from acknowledged to queryable, ms at p99": median(lambda f: f["fresh"]),
        "memory of the server at peak, MB": median(lambda f: f["peak"]),
        "daily endpoint, answers/s : same SQL through ADBC": median(lambda f: f["daily", CONNECTIONS][0] / f["engine daily", CONNECTIONS][0]),
        "daily endpoint, added ms at p50, 1 connection": median(lambda f: f["daily", 1][1] - f["engine daily", 1][1]),
        "SELECT 1 endpoint, answers/s : same SQL through ADBC": median(lambda f: f["one", CONNECTIONS][0] / f["engine one", CONNECTIONS][0]),
        "SELECT 1 endpoint, added ms at p50, 1 connection": median(lambda f: f["one", 1][1] - f["engine one", 1][1]),
        "start to first answer, s": median(lambda f: f["start"]),
        "idle memory of the server, MB": median(lambda f: f["memory"]),
    }
    print()
    missed = report(results)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
