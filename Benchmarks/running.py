# Part of Martlet. Apache License 2.0; see LICENSE.
"""A server on a scratch folder, and events to send to it."""
import json
import os
import random
import re
import subprocess
import time
import urllib.error
import urllib.request


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

    def engine(self):
        """The process id of its engine."""
        tasks = os.listdir("/proc/%d/task" % self.process.pid)
        for task in tasks:
            with open("/proc/%d/task/%s/children" % (self.process.pid, task)) as children:
                for child in children.read().split():
                    return int(child)
        raise RuntimeError("the server has no engine at the moment")

    def memory(self, process=None):
        """Resident megabytes of the server itself, without the engine; or of another process."""
        with open("/proc/%d/status" % (process or self.process.pid)) as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def command(self, *arguments):
        subprocess.run([self.program, *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "MARTLET_URL": self.url})
