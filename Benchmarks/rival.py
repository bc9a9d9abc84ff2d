# Part of Martlet. Apache License 2.0; see LICENSE.
"""What one might write by hand instead of a server: FastAPI with an engine in its process, in rivals/."""
import json
import os
import socket
import subprocess
import time
import urllib.request

from running import load

HERE = os.path.dirname(os.path.abspath(__file__))


class Rival:
    """One of them with its data, for the time of a `with`."""

    def __init__(self, python, module, folder, **environment):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = "http://127.0.0.1:%d" % self.port
        self.command = [python, "-m", "uvicorn", module + ":app", "--port", str(self.port), "--no-access-log", "--log-level", "warning"]
        self.environment = environment

    def __enter__(self):
        self.process = subprocess.Popen(self.command, cwd=os.path.join(HERE, "rivals"), env={**os.environ, **self.environment})
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    raise RuntimeError("a rival did not start: %s" % self.command)
                time.sleep(0.02)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def data(self, path):
        """The rows of an answer."""
        return json.load(urllib.request.urlopen(self.url + path))["data"]

    def load(self, paths, connections, seconds):
        return load(self.folder, self.url, paths, connections, seconds=seconds)
