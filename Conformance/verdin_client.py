"""The flows that verdin's own pages show: URL ADMIN_TOKEN

Prints the name of each flow that went as documented; the first that does not ends the program."""

import contextlib
import queue
import sys
import threading
import time

from verdin.api import ApiError
from verdin.api.datasources import DataSourceNotFoundError
from verdin.api.pipes import PipeNotFoundError
from verdin.api.variables import VariableNotFoundError
from verdin.client import Client
from verdin.worker import QueuingDatasourceAppender

client = Client(token=sys.argv[2], api=sys.argv[1])
first = {"Id": "e7f2af3e-99d1-4d4f-8a8c-d6aee4ab89b0", "Timestamp": "2024-01-23T10:30:00.123456", "Key": "foo", "Value": "bar"}
second = {"Id": "d7792957-21d8-46e6-a4e0-188eb36e2758", "Timestamp": "2024-02-23T11:45:00.234567", "Key": "baz", "Value": "ed"}
stored = [
    {"id": first["Id"], "timestamp": "2024-01-23 10:30:00.123456", "key": "foo", "value": "bar"},
    {"id": second["Id"], "timestamp": "2024-02-23 11:45:00.234567", "key": "baz", "value": "ed"},
]
pairs = [{"key": "baz", "value": "ed"}, {"key": "foo", "value": "bar"}]


def rows():
    return client.sql("SELECT * FROM simple ORDER BY timestamp").json().data


def eventually(expected):
    deadline = time.monotonic() + 20
    while rows() != expected:
        assert time.monotonic() < deadline, (expected, rows())
        time.sleep(0.05)


def refused(kind, status, call):
    try:
        call()
    except kind as error:
        assert error.status_code == status, error
        return str(error)
    raise AssertionError(f"this should have been refused with {status}")


def append():
    client.datasource("simple").append_ndjson([first, second])
    eventually(stored)
    client.datasource("simple").truncate()
    eventually([])
    response = client.api.datasources.append("simple", "\n".join(",".join(record.values()) for record in [first, second]))
    assert not response.error and response.quarantine_rows == 0 and response.invalid_lines == 0, response.json
    assert response.datasource["name"] == "simple"
    eventually(stored)
    client.api.datasources.truncate("simple")
    eventually([])
    client.datasource("simple").append([list(first.values())])
    eventually(stored[:1])
    broken = client.api.datasources.append("simple", "af49ffce-559c-426e-9787-ddb08628b5472024-02-23T11:45:00,baz,ed")
    assert broken.quarantine_rows == 1, broken.json
    client.api.datasources.truncate("simple")


def worker():
    source = queue.Queue()
    appender = QueuingDatasourceAppender(source, client.datasource("simple"), min_interval=0)
    thread = threading.Thread(target=appender.run)
    thread.start()
    for record in [first, second]:
        source.put(tuple(record.values()))
    eventually(stored)
    appender.close()
    thread.join()
    client.api.datasources.truncate("simple")


def events():
    for compress in [True, False]:
        response = client.api.events.send("simple", [first, second], wait=True, compress=compress)
        assert response.successful_rows == 2 and response.quarantined_rows == 0
        assert rows() == stored
        client.api.datasources.truncate("simple")
    assert client.datasource("simple").send_events([first, second], wait=True).successful_rows == 2


def queries():
    query = client.api.query.query
    result = query("SELECT key, value FROM simple ORDER BY `key` ASC")
    assert result.data == pairs and result.rows == 2 and result.statistics["rows_read"] == 2
    assert result.meta == [{"name": "key", "type": "String"}, {"name": "value", "type": "String"}]
    assert query("SELECT key, value FROM simple_pipe", parameters={"key": "foo"}).data == pairs[1:]
    assert query("SELECT key, value FROM simple_pipe ORDER BY key", parameters={"key": None}).data == pairs
    assert query("SELECT * FROM _ ORDER BY `key` ASC", pipeline="simple_kv").data == pairs
    sql = "SELECT key, value FROM simple ORDER BY `key` ASC"
    assert query(sql, format="CSV").text == '"baz","ed"\n"foo","bar"\n'
    assert query(sql, format="TSV").text == "baz\ted\nfoo\tbar\n"
    for format in ["CSVWithNames", "TSVWithNames", "JSONEachRow"]:
        assert query(sql, format=format).data == pairs, format


def pipes():
    for format in ["json", "csv", "ndjson"]:
        assert client.api.pipes.query("simple_kv", format=format).data == pairs, format
    assert client.pipe("simple_kv").query().data == pairs
    response = client.api.pipes.query("simple_pipe", query="SELECT value, key FROM _ WHERE 1", parameters={"key": "foo"})
    assert response.data == [{"value": "bar", "key": "foo"}]
    long = "a" * 6000
    assert client.api.pipes.query("simple_pipe", query=f"SELECT * FROM _ WHERE `value` = '{long}'", parameters={"key": long}).data == []
    names = [pipe["name"] for pipe in client.api.pipes.list(attrs=["id", "name"], node_attrs=[]).pipes]
    assert names == ["simple_kv", "simple_pipe"], names
    info = client.api.pipes.get_information("simple_kv").info
    assert client.api.pipes.get_information(info["id"]).info["name"] == "simple_kv" and info["type"] == "endpoint"
    refused(PipeNotFoundError, 404, lambda: client.api.pipes.query("nothing"))
    refused(PipeNotFoundError, 404, lambda: client.api.pipes.get_information("nothing"))


def data_sources():
    listed = next(item for item in client.api.datasources.list().datasources if item["name"] == "simple")
    for info in [listed, client.api.datasources.get_information("simple").info]:
        assert info["engine"]["engine"] == "MergeTree" and "simple_kv" in [pipe["name"] for pipe in info["used_by"]]
    refused(DataSourceNotFoundError, 404, lambda: client.api.datasources.get_information("nothing"))


def tokens():
    name = "admin local_testing@tinybird.co"
    assert name in [token["name"] for token in client.api.tokens.list().tokens]
    info = client.api.tokens.get_information(name).info
    assert info["token"].startswith("p.e") and client.api.tokens.get_information(info["id"]).info == info
    # The service answers 403 here, ours what the command line needs.
    refused(ApiError, 404, lambda: client.api.tokens.get_information("nothing"))


def variables():
    api = client.api.variables
    for call in [lambda: api.get("v1"), lambda: api.update("v1", "x"), lambda: api.delete("v1")]:
        assert "ot found" in refused(VariableNotFoundError, 404, call)
    made = api.create(name="v1", value="hush").variable
    assert made["name"] == "v1" and made["type"] == "secret" and "hush" not in str(made)
    assert made["created_at"] == made["updated_at"]
    changed = api.update(name="v1", value="hush hush").variable
    assert changed["created_at"] == made["created_at"] < changed["updated_at"]
    assert [variable["name"] for variable in api.list().variables] == ["v1"] and api.get("v1").variable == changed
    assert api.delete("v1").ok and api.list().variables == []


for flow in [append, worker, events, queries, pipes, data_sources, tokens, variables]:
    # The library prints some answers.
    with contextlib.redirect_stdout(sys.stderr):
        flow()
    print(flow.__name__, flush=True)
