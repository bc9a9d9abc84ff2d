# Part of Martlet. Apache License 2.0; see LICENSE.
"""The engine alone, through ADBC: the yardstick of everything that a server adds."""
import os
import random
import statistics
import threading
import time
import warnings

warnings.simplefilter("ignore")
import chdb  # only to find the library
import adbc_driver_manager.dbapi as adbc

from running import Load, SECONDS

COLUMNS = (
    "timestamp DateTime64(3), workspace_id String, visitor_id String, session_id String, action_type String, "
    "url String, user_agent String, referrer String, properties String"
)
# What the server asks of the engine. Told to a session once, as the server does too: with every query it would cost more than a small query.
SETTINGS = "compatibility = '24.8', joined_subquery_requires_alias = 0, max_execution_time = 10"


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

    def table(self, name):
        """Where the rows of a data source are."""
        rows = self.run(self.connection, "SELECT database, name FROM system.tables WHERE startsWith(database, 'w_') AND match(name, '^%s_[0-9a-f]{8}$')" % name)
        return "`%s`.`%s`" % (rows["database"][0], rows["name"][0])

    def load(self, queries, connections, seconds=SECONDS):
        """The load of as many connections that ask the queries by turns of chance."""
        latencies, until = [[] for _ in range(connections)], time.perf_counter() + seconds

        def work(number):
            connection, source = self.connect(), random.Random(number)
            self.run(connection, "SET " + SETTINGS)
            while time.perf_counter() < until:
                started = time.perf_counter()
                self.run(connection, source.choice(queries))
                latencies[number].append((time.perf_counter() - started) * 1000)
            connection.close()

        started = time.perf_counter()
        threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        values = sorted(value for each in latencies for value in each)
        return Load(len(values) / (time.perf_counter() - started), statistics.median(values), values[int(len(values) * 0.99)])

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
