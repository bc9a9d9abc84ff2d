# Part of Martlet. Apache License 2.0; see LICENSE.
"""How long a client waits for the first byte of a result, how long the engine alone takes to make it, and what it costs in memory."""
import os
import socket
import statistics
import time

from engine import SETTINGS

# File extension, format, rows.
RESULTS = [("json", "JSON", 500), ("csv", "CSV", 100_000), ("parquet", "Parquet", 1_000_000)]
TIMES = 3
SLOWLY_READ = ("csv", 1_000_000)  # more than the buffers of two sockets hold
SECONDS_OF_IDLING = 0.5  # of a client between the first bytes of a result and the rest


def received(server, file_extension, rows, seconds_of_idling=0):
    """Milliseconds to the first byte behind the header, and how many bytes came."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall((
            "GET /v0/pipes/rows.%s?count=%d HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n"
            % (file_extension, rows, host, server.token)).encode())
        started, answer = time.perf_counter(), b""
        while not answer.partition(b"\r\n\r\n")[2]:
            answer += (chunk := connection.recv(1 << 16))
            if not chunk:
                break
        waited = (time.perf_counter() - started) * 1000
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:1000])
        time.sleep(seconds_of_idling)
        count = len(answer)
        while chunk := connection.recv(1 << 20):
            count += len(chunk)
        return waited, count


def waits(server):
    """For each result, the median of the milliseconds to its first byte."""
    return {name: statistics.median(received(server, name, rows)[0] for _ in range(TIMES)) for name, _, rows in RESULTS}


def times_of_engine(engine, table):
    """For each result, the median of the milliseconds in which the engine makes the same in memory."""
    def milliseconds(form, rows):
        descriptor = os.memfd_create("result")
        started = time.perf_counter()
        with engine.connection.cursor() as cursor:
            cursor.executescript("SELECT timestamp, visitor_id, session_id, action_type FROM %s LIMIT %d INTO OUTFILE '/proc/self/fd/%d' APPEND FORMAT %s SETTINGS %s"
                                 % (table, rows, descriptor, form, SETTINGS))
        elapsed = (time.perf_counter() - started) * 1000
        size = os.fstat(descriptor).st_size
        os.close(descriptor)
        if size < rows:
            raise RuntimeError("the engine made %d bytes of %d rows" % (size, rows))
        return elapsed

    return {name: statistics.median(milliseconds(form, rows) for _ in range(TIMES)) for name, form, rows in RESULTS}


def growth(server):
    """By how many megabytes the server, and its engine, grow at most while a client takes its time over a large result.

    The result itself is not counted: the engine's process has it in a file in memory, of which nothing is mapped.
    """
    processes = (server.process.pid, server.engine())
    before = [server.memory(process) for process in processes]
    for process in processes:
        with open("/proc/%d/clear_refs" % process, "w") as file:
            file.write("5")  # the peak begins anew
    received(server, *SLOWLY_READ, SECONDS_OF_IDLING)
    return tuple(server.peak_memory(process) - size for process, size in zip(processes, before))
