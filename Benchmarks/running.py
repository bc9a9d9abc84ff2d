# Part of Martlet. Apache License 2.0; see LICENSE.
"""A server on a scratch folder, the engine alone on the same, rows to fill them with, and the load on either."""
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import typing
import urllib.error
import urllib.parse
import urllib.request

CONNECTIONS = 4
SECONDS = 4  # of one load


class Load(typing.NamedTuple):
    """What came of a load: answers per second, and milliseconds for one."""
    rate: float
    p50: float
    p99: float


def events(count):
    """Events of about 320 bytes over three months and fifty workspaces, always the same."""
    source = random.Random(7)
    for _ in range(count):
        yield json.dumps({
            "timestamp": "2026-%02d-%02d 10:%02d:%02d.123" % (source.randint(1, 3), source.randint(1, 28), source.randint(0, 59), source.randint(0, 59)),
            "workspace_id": "ws_%d" % source.randint(0, 49),
            "visitor_id": "v_%d" % source.randint(0, 100_000),
            "session_id": "s_%d" % source.randint(0, 300_000),
            "action_type": source.choice(["enter-page", "onclick", "onsubmit"]),
            "url": "https://shop.example/products/%d" % source.randint(0, 2_000),
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0",
            "referrer": "https://search.example/",
            "properties": '{"a":%d}' % source.randint(0, 9),
        })


def users(count):
    """Users to look up by their key."""
    source = random.Random(8)
    for number in range(count):
        yield json.dumps({
            "user_id": "u_%d" % number, "name": "User %d" % number, "country": source.choice(["ES", "FR", "DE", "US"]),
            "plan": source.choice(["free", "team", "company"]), "seen": "2026-03-%02d 10:00:00" % source.randint(1, 28),
        })


def bodies(lines):
    """Requests' bodies of the lines, each with its number of rows."""
    batch = 30_000  # as many events as the body limit of 10 MiB lets through
    return [("\n".join(lines[start:start + batch]).encode(), len(lines[start:start + batch])) for start in range(0, len(lines), batch)]


WRK = """
local requests = {}
init = function(arguments)
  for _, path in ipairs(arguments) do requests[#requests + 1] = wrk.format(nil, path) end
end
request = function() return requests[math.random(#requests)] end
done = function(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("\\n%f %f %f %d", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
"""


def load(folder, url, paths, connections, headers={}, body=None, seconds=SECONDS):
    """The load of as many connections that ask for the paths by turns of chance, or post to them, measured by wrk on one thread."""
    script = os.path.join(folder, "load.lua")
    with open(script, "w") as file:
        file.write(WRK if body is None else "wrk.method = 'POST'\nwrk.body = %s\n" % json.dumps(body) + WRK)
    options = [option for name, value in headers.items() for option in ("--header", "%s: %s" % (name, value))]
    report = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(connections), "--duration", "%ds" % seconds, *options, "--script", script, url, "--", *paths],
        check=True, capture_output=True, text=True).stdout
    *figures, failed = (float(figure) for figure in report.splitlines()[-1].split())
    if failed:
        sys.exit("%d answers of %s failed" % (failed, paths[0]))
    return Load(*figures)


class RunningServer:
    """A server on the scratch folder, for the time of a `with`."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", "0", "--data-dir", self.folder], stdout=subprocess.PIPE, text=True)
        started = time.perf_counter()
        self.url = re.search(r"http://\S+", self.process.stdout.readline()).group()
        self.token = json.load(urllib.request.urlopen(self.url + "/tokens"))["admin_token"]
        while True:
            try:
                self.get("/v0/sql?q=SELECT%201")
                break
            except urllib.error.HTTPError:
                time.sleep(0.01)
        self.seconds_to_answer = time.perf_counter() - started
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def get(self, path):
        return urllib.request.urlopen(urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + self.token})).read()

    def append(self, name, bodies):
        """Appends to a data source; rows per second, from the first byte sent to the last row queryable."""
        host, port = self.url.removeprefix("http://").split(":")
        queue, failures = list(bodies), []

        def send():
            connection = http.client.HTTPConnection(host, int(port))
            while True:
                try:
                    body, _ = queue.pop()
                except IndexError:
                    return
                connection.request("POST", "/v0/events?name=" + name, body, {"Authorization": "Bearer " + self.token})
                answer = connection.getresponse()
                if answer.status != 202 or json.loads(answer.read())["quarantined_rows"]:
                    failures.append(answer.status)

        rows = sum(count for _, count in bodies)
        wanted = self.count(name) + rows
        started = time.perf_counter()
        threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        if failures:
            sys.exit("rows were refused: %s" % failures[:3])
        while self.count(name) < wanted:
            time.sleep(0.005)
        return rows / (time.perf_counter() - started)

    def count(self, name, condition="1"):
        query = urllib.parse.quote("SELECT count() AS n FROM %s WHERE %s FORMAT JSON" % (name, condition))
        return json.loads(self.get("/v0/sql?q=" + query))["data"][0]["n"]

    def load(self, paths, connections, headers={}, body=None, seconds=SECONDS):
        return load(self.folder, self.url, paths, connections, {"Authorization": "Bearer " + self.token, **headers}, body, seconds)

    def engine(self):
        """The process id of its engine."""
        tasks = os.listdir("/proc/%d/task" % self.process.pid)
        for task in tasks:
            with open("/proc/%d/task/%s/children" % (self.process.pid, task)) as children:
                for child in children.read().split():
                    return int(child)
        raise RuntimeError("the server has no engine at the moment")

    def peak_memory(self, process=None):
        """The most megabytes that the server itself has held, without the engine; or another process."""
        return self.memory(process, "VmHWM")

    def memory(self, process=None, field="VmRSS"):
        """Resident megabytes of the server itself, without the engine; or of another process."""
        with open("/proc/%d/status" % (process or self.process.pid)) as status:
            return int(re.search(field + r":\s+(\d+)", status.read()).group(1)) / 1024

    def command(self, *arguments):
        subprocess.run([self.program, *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "MARTLET_URL": self.url})
