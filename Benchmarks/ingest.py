#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Measures ingest against the engine alone, on the same machine and rows, and prints ratios.

The two take turns, since one storage folder belongs to one process; each round measures both, and the median of the
rounds' ratios is what counts. Absolute figures are printed only to make the ratios checkable.

usage: ingest.py MARTLET [--rows 1200000] [--rounds 3]
"""
import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request

from engine import Engine
from report import print_round, report
from running import RunningServer, bodies, events

HERE = os.path.dirname(os.path.abspath(__file__))


class Server(RunningServer):
    """A server that takes events."""

    def freshness(self, line):
        """Milliseconds from an acknowledgement to the event in an answer, at the 99th percentile."""
        delays = []
        for number in range(60):
            event = json.loads(line) | {"visitor_id": "fresh_%d_%d" % (os.getpid(), number) + str(time.time())}
            request = urllib.request.Request(self.url + "/v0/events?name=events", json.dumps(event).encode(), {"Authorization": "Bearer " + self.token})
            urllib.request.urlopen(request).read()
            started = time.perf_counter()
            while not self.count("events", "visitor_id = '%s'" % event["visitor_id"]):
                time.sleep(0.002)
            delays.append((time.perf_counter() - started) * 1000)
        return sorted(delays)[int(len(delays) * 0.99)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("martlet")
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="martlet-bench-")
    lines = list(events(options.rows))
    requests = bodies(lines)
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
                figures["ingest"] = server.append("events", requests)
                figures["fresh"] = server.freshness(lines[0])
                figures["single"] = server.load(["/v0/events?name=events"], 64, body=lines[0])
                figures["peak"] = server.peak_memory()
            with Engine(folder) as engine:
                figures["engine ingest"] = engine.insert(text, options.rows)
            rounds.append(figures)
            print_round(number, figures)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    median = lambda value: statistics.median(value(figures) for figures in rounds)
    results = {
        "ingest, rows/s : engine's JSONEachRow insert": median(lambda f: f["ingest"] / f["engine ingest"]),
        "single events, requests/s": median(lambda f: f["single"].rate),
        "single events, ms at p99": median(lambda f: f["single"].p99),
        "from acknowledged to queryable, ms at p99": median(lambda f: f["fresh"]),
        "memory of the server at peak, MB": median(lambda f: f["peak"]),
        "start to first answer, s": median(lambda f: f["start"]),
        "idle memory of the server, MB": median(lambda f: f["memory"]),
    }
    print()
    missed = report(results)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
