#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Loads a server for a long time at a part of what it can do, and watches what must not grow.

First it measures what the server takes at most, then it sends at a part of that. Memory may not grow from the second quarter of the
time to the last, nor may parts or the log exceed their bounds; at the end every accepted row must be there.

usage: soak.py MARTLET [--minutes 15] [--load 0.7] [--rate ROWS_PER_SECOND]
"""
import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time

from report import report
from running import RunningServer, events

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS = 4
ROWS = 500  # of a request
SECONDS_OF_PEAK = 20
SECONDS_BETWEEN_SAMPLES = 5


class EngineConnection(http.client.HTTPConnection):
    """The engine's socket, which only its user may open: the server's guard lets nobody see system tables."""

    def __init__(self, path):
        super().__init__("engine")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Load:
    """Senders at a rate, or as fast as they can."""

    def __init__(self, server, bodies):
        self.server, self.bodies = server, bodies
        self.lock = threading.Lock()
        self.rows = self.refusals = 0
        self.failures = []

    def run(self, seconds, rate=None):
        """Rows per second that were accepted."""
        started, before = time.perf_counter(), self.rows
        threads = [threading.Thread(target=self.send, args=(started, seconds, rate)) for _ in range(CONNECTIONS)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        return (self.rows - before) / (time.perf_counter() - started)

    def send(self, started, seconds, rate):
        host, port = self.server.url.removeprefix("http://").split(":")
        connection, sent = http.client.HTTPConnection(host, int(port), timeout=60), 0
        while not self.failures:
            due = started + sent * ROWS * CONNECTIONS / rate if rate else 0
            time.sleep(max(0, due - time.perf_counter()))
            if time.perf_counter() - started >= seconds:
                return
            connection.request("POST", "/v0/events?name=events", self.bodies[sent % len(self.bodies)], {"Authorization": "Bearer " + self.server.token})
            answer = connection.getresponse()
            status, retry = answer.status, answer.getheader("Retry-After")
            answer.read()
            with self.lock:
                if status == 202:
                    self.rows += ROWS
                elif status in (429, 503) and retry:
                    self.refusals += 1
                else:
                    self.failures.append(status)
            sent += 1


def parts(server):
    """Active parts of each table of the workspaces."""
    connection = EngineConnection(os.path.join(server.folder, "engine", "run", "engine.sock"))
    connection.request("POST", "/", "SELECT concat(database, '.', table), count() FROM system.parts WHERE active AND startsWith(database, 'w_') GROUP BY 1 FORMAT JSONCompactEachRow")
    return dict(json.loads(line) for line in connection.getresponse().read().splitlines())


def log_megabytes(server):
    """What the logs take on disk."""
    size = 0
    for folder, _, names in os.walk(os.path.join(server.folder, "log")):
        for name in names:
            try:
                size += os.stat(os.path.join(folder, name)).st_blocks * 512
            except FileNotFoundError:
                pass  # it was emptied meanwhile
    return size / (1 << 20)


def growth(values):
    """How many times the second quarter's median the last quarter's is."""
    quarter = max(1, len(values) // 4)
    return statistics.median(values[-quarter:]) / statistics.median(values[quarter:2 * quarter] or values)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("martlet")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--load", type=float, default=0.7)
    parser.add_argument("--rate", type=float)
    options = parser.parse_args()
    lines = list(events(50 * ROWS))
    bodies = ["\n".join(lines[start:start + ROWS]).encode() for start in range(0, len(lines), ROWS)]
    folder = tempfile.mkdtemp(prefix="martlet-soak-")
    samples = []
    try:
        with RunningServer(options.martlet, folder) as server:
            server.command("deploy", os.path.join(HERE, "project"))
            load = Load(server, bodies)
            rate = options.rate or options.load * load.run(SECONDS_OF_PEAK)
            print("%.0f rows/s for %g minutes" % (rate, options.minutes), flush=True)
            achieved = []
            sender = threading.Thread(target=lambda: achieved.append(load.run(options.minutes * 60, rate)))
            sender.start()
            while sender.is_alive():
                counts = parts(server)
                samples.append((server.memory(), server.memory(server.engine()), max(counts.values(), default=0), log_megabytes(server)))
                print("%5d s   server %4.0f MB   engine %5.0f MB   parts %3d   log %5.1f MB" % (len(samples) * SECONDS_BETWEEN_SAMPLES, *samples[-1]), flush=True)
                sender.join(SECONDS_BETWEEN_SAMPLES)
            if load.failures:
                sys.exit("events were refused: %s" % load.failures[:3])
            until = time.perf_counter() + 60
            while (stored := json.loads(server.get("/v0/sql?q=SELECT%20count()%20AS%20c%20FROM%20events%20FORMAT%20JSON"))["data"][0]["c"]) != load.rows:
                if time.perf_counter() > until:
                    break
                time.sleep(0.2)
            print("%d rows accepted, %d stored, %d refusals" % (load.rows, stored, load.refusals))
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    server_memory, engine_memory, part_counts, logs = zip(*samples)
    print()
    missed = report({
        "soak, rows sent : rows wanted": achieved[0] / rate,
        "soak, rows not stored once": abs(stored - load.rows),
        "soak, server's memory, last quarter : second": growth(server_memory),
        "soak, engine's memory, last quarter : second": growth(engine_memory),
        "soak, server's memory, MB": max(server_memory),
        "soak, active parts of a table": max(part_counts),
        "soak, log on disk, MB": max(logs),
    })
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
