#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Shows where a query's time goes: what each stage adds to its latency, and who spends how much processor time on it.

The same SQL is asked of the engine alone through ADBC, of the server's engine over its Unix socket, and of an endpoint; the last
two by the same bare client.

usage: stages.py MARTLET [--rows 1200000]
"""
import argparse
import os
import random
import shutil
import socket
import statistics
import tempfile
import threading
import time
import urllib.parse
import uuid

from engine import Engine
from queries import DAILY, HERE, UNCACHED, USER, USERS, WORKSPACES
from running import CONNECTIONS, RunningServer, bodies, events, users

SECONDS = 3  # of one load
# What the server sends to its engine with every query.
SETTINGS = {
    "default_format": "JSON", "allow_not_comparable_types_in_order_by": "1", "compatibility": "24.8", "joined_subquery_requires_alias": "0",
    "max_execution_time": "10", "max_result_bytes": "100000000",
}


class BareClient:
    """One connection that sends prepared bytes and looks no closer at the answer than it must to find its end."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
        if not isinstance(address, str):
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect(address)

    def body(self, request):
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.received()
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError((head + body)[:1000])
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        while len(body) < int(length) if length else not body.endswith(b"0\r\n\r\n"):
            body += self.received()
        return body

    def received(self):
        chunk = self.socket.recv(1 << 16)
        if not chunk:
            raise RuntimeError("the connection was closed")
        return chunk


def latencies(address, make_request, connections):
    """Sorted milliseconds of the answers to as many connections."""
    values, until = [], time.perf_counter() + SECONDS

    def work():
        client = BareClient(address)
        while (started := time.perf_counter()) < until:
            client.body(make_request())
            values.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(values)


def processor_seconds(process):
    """What each kind of the process's threads has spent, by the threads' names."""
    seconds = {}
    for task in os.listdir("/proc/%d/task" % process):
        try:
            with open("/proc/%d/task/%s/stat" % (process, task)) as file:
                name, _, fields = file.read().partition("(")[2].rpartition(")")
        except FileNotFoundError:
            continue  # it ended meanwhile
        name = name.rstrip("0123456789#:-/ ")
        user, system = fields.split()[11:13]
        seconds[name] = seconds.get(name, 0) + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    with open("/proc/%d/stat" % process) as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"), seconds


class Spending:
    """Milliseconds of processor time for each of the answers, in the server and in its engine."""

    def __init__(self, server):
        self.processes = {"server": server.process.pid, "engine": server.engine()}
        self.before = {name: processor_seconds(process) for name, process in self.processes.items()}

    def text(self, count):
        parts = []
        for name, process in self.processes.items():
            (total_before, before), (total, after) = self.before[name], processor_seconds(process)
            kinds = sorted(((after[kind] - before.get(kind, 0)) / count * 1000, kind) for kind in after)[::-1][:4]
            parts.append("%s %.2f ms (%s)" % (
                name, (total - total_before) / count * 1000, ", ".join("%s %.2f" % (kind, spent) for spent, kind in kinds if spent >= 0.01)))
        return "; ".join(parts)


def of_engine(sql):
    """A request as the server makes it."""
    def request():
        body = sql().encode()
        parameters = urllib.parse.urlencode({**SETTINGS, "query_id": str(uuid.uuid4())})
        return ("POST /?%s HTTP/1.1\r\nHost: engine\r\nContent-Length: %d\r\n\r\n" % (parameters, len(body))).encode() + body
    return request


def of_endpoint(server, path):
    headers = "".join("%s: %s\r\n" % item for item in UNCACHED.items())
    return lambda: ("GET %s HTTP/1.1\r\nHost: server\r\nAuthorization: Bearer %s\r\n%s\r\n" % (path(), server.token, headers)).encode()


def median_and_99th(values):
    return "p50 %6.2f, p99 %6.2f ms, %5.0f/s" % (statistics.median(values), values[int(len(values) * 0.99)], len(values) / SECONDS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("martlet")
    parser.add_argument("--rows", type=int, default=1_200_000)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="martlet-bench-")
    rows = {"events": list(events(options.rows)), "users": list(users(100_000))}
    source = random.Random(1)
    try:
        with RunningServer(options.martlet, folder) as server:
            server.command("deploy", os.path.join(HERE, "project"))
            for name, lines in rows.items():
                server.append(name, bodies(lines))
        with Engine(folder) as engine:
            tables = {name: engine.table(name) for name in rows}
            stages = {
                "SELECT 1": (["SELECT 1 AS one"], ["/v0/pipes/one.json"]),
                "user by key": ([USER.format(table=tables["users"], number=n) for n in USERS], ["/v0/pipes/user.json?user=u_%d" % n for n in USERS]),
                "daily": ([DAILY.format(table=tables["events"], number=n) for n in WORKSPACES], ["/v0/pipes/daily.json?workspace=ws_%d" % n for n in WORKSPACES]),
            }
            for name, (queries, _) in stages.items():
                for connections in (1, CONNECTIONS):
                    spent = time.process_time()
                    load = engine.load(queries, connections, SECONDS)
                    spent = (time.process_time() - spent) / (load.rate * SECONDS) * 1000
                    print("%-12s x%d  ADBC      p50 %6.2f, p99 %6.2f ms, %5.0f/s  client and engine %.2f ms" % (name, connections, load.p50, load.p99, load.rate, spent), flush=True)
        with RunningServer(options.martlet, folder) as server:
            host, port = server.url.removeprefix("http://").split(":")
            for name, (queries, paths) in stages.items():
                ways = {
                    "socket": (os.path.join(folder, "engine", "run", "engine.sock"), of_engine(lambda: source.choice(queries))),
                    "endpoint": ((host, int(port)), of_endpoint(server, lambda: source.choice(paths))),
                }
                for connections in (1, CONNECTIONS):
                    for way, (address, make_request) in ways.items():
                        spending = Spending(server)
                        values = latencies(address, make_request, connections)
                        print("%-12s x%d  %-8s  %s  %s" % (name, connections, way, median_and_99th(values), spending.text(len(values))), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
