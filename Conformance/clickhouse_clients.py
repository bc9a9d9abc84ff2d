"""What ClickHouse's own clients see of a server: run by the end-to-end tests against one that has their tables.

usage: clickhouse_clients.py PORT WORKSPACE ADMIN_TOKEN READER_TOKEN

The reader may read the data source `events` and the endpoint `total`, and nothing else.
"""

import datetime
import json
import sys

import clickhouse_connect
import lz4.block
import pyarrow
import requests
import sqlalchemy
from clickhouse_cityhash.cityhash import CityHash128
from clickhouse_connect.driver.exceptions import DatabaseError
from sqlalchemy.exc import DatabaseError as SQLDatabaseError

PORT, WORKSPACE, ADMIN, READER = int(sys.argv[1]), *sys.argv[2:5]
COLUMNS = ["n", "org", "at", "tags", "price"]


def client(token, **options):
    return clickhouse_connect.get_client(host="127.0.0.1", port=PORT, username="tests", password=token, **options)


def refused(code, action):
    """The action is refused with this number of ClickHouse's."""
    try:
        answer = action()
    except (DatabaseError, SQLDatabaseError) as error:
        assert f"code: {code}" in str(error), error
        return
    raise AssertionError(f"{code} was expected, not {answer!r}")


def queries():
    admin = client(ADMIN)
    assert admin.server_version.count(".") >= 2
    result = admin.query("SELECT * FROM events ORDER BY n")
    assert result.column_names == tuple(COLUMNS)
    assert result.result_rows[0] == (1, "acme", datetime.datetime(2026, 1, 1), ["a", "b"], 1.5)
    assert result.result_rows[1][3:] == ([], None)
    assert [column.name for column in result.column_types] == ["UInt64", "String", "DateTime", "Array(String)", "Nullable(Float64)"]
    assert admin.query("SELECT n FROM events LIMIT 0").column_names == ("n",)

    assert admin.query("SELECT n FROM events WHERE org = %(org)s AND n > %(n)s", parameters={"org": "acme", "n": 1}).result_rows == [(2,)]
    server_side = admin.query("SELECT n FROM events WHERE org = {org:String} AND n > {n:UInt8}", parameters={"org": "ac'me", "n": 0})
    assert server_side.result_rows == []
    assert admin.query("SELECT {list:Array(Int32)} AS l", parameters={"list": [1, 2]}).result_rows == [([1, 2],)]
    assert admin.query("SELECT max(n) FROM {t:Identifier}", parameters={"t": "events"}).result_rows == [(3,)]

    assert admin.command("SELECT count() FROM events") == 3
    assert admin.command("SELECT currentUser(), currentDatabase()") == ["tests", WORKSPACE]
    assert admin.raw_query("SELECT n FROM events ORDER BY n LIMIT 1", fmt="CSVWithNames") == b'"n"\n1\n'
    assert json.loads(admin.raw_query("SELECT total FROM total", fmt="JSONCompact"))["data"] == [["6"]]

    frame = admin.query_df("SELECT n, price FROM events ORDER BY n")
    assert list(frame.columns) == ["n", "price"] and frame["n"].sum() == 6 and frame["price"].isna().sum() == 1
    table = admin.query_arrow("SELECT n, org FROM events ORDER BY n")
    assert isinstance(table, pyarrow.Table) and table.column("n").to_pylist() == [1, 2, 3]
    with admin.query_row_block_stream("SELECT number FROM numbers(200000)") as stream:
        assert sum(len(block) for block in stream) == 200_000
    assert admin.query("SELECT number FROM numbers(100)", settings={"max_result_rows": 10, "result_overflow_mode": "break"}).row_count >= 10
    assert client(ADMIN, compress=False).query("SELECT 1").result_rows == [(1,)]
    assert client(ADMIN, compress="gzip").query("SELECT number FROM numbers(1000)").row_count == 1_000
    assert client(ADMIN, form_encode_query_params=True).query("SELECT {x:UInt8}", parameters={"x": 7}).result_rows == [(7,)]
    named = client(ADMIN, database=WORKSPACE)
    assert named.query(f"SELECT count() FROM {WORKSPACE}.events").result_rows == [(3,)]
    assert client(ADMIN, database="default").command("SELECT currentDatabase()") == "default"
    bearer = clickhouse_connect.get_client(host="127.0.0.1", port=PORT, access_token=ADMIN)
    assert bearer.command("SELECT 1") == 1


def errors():
    admin = client(ADMIN)
    refused(60, lambda: admin.query("SELECT * FROM nothing"))
    refused(47, lambda: admin.query("SELECT nothing FROM events"))
    refused(62, lambda: admin.query("SELECT FROM WHERE"))
    refused(81, lambda: admin.query("SELECT * FROM other.events"))
    refused(164, lambda: admin.command("DROP TABLE events"))
    plain = client(ADMIN, compress=False)
    refused(164, lambda: plain.insert("events", [[4, "x", datetime.datetime(2026, 1, 1), [], None]], column_names=COLUMNS))
    refused(516, lambda: client("p.nothing"))
    refused(194, lambda: client(""))


def rights():
    reader = client(READER)
    assert reader.command("SELECT count() FROM events") == 3
    assert reader.command("SELECT total FROM total") == 6
    refused(497, lambda: reader.query("SELECT * FROM secrets"))
    assert reader.query("SHOW TABLES").result_rows == [("events",), ("events_quarantine",), ("total",)]


def sqlalchemy_dialect():
    engine = sqlalchemy.create_engine(f"clickhousedb://tests:{ADMIN}@127.0.0.1:{PORT}/{WORKSPACE}")
    with engine.connect() as connection:
        inspector = sqlalchemy.inspect(engine)
        assert WORKSPACE in inspector.get_schema_names()
        assert {"events", "secrets"} <= set(inspector.get_table_names())
        assert inspector.has_table("events") and not inspector.has_table("nothing")
        assert [column["name"] for column in inspector.get_columns("events")] == COLUMNS
        events = sqlalchemy.Table("events", sqlalchemy.MetaData(), autoload_with=engine)
        query = sqlalchemy.select(events.c.org, sqlalchemy.func.count()).group_by(events.c.org).order_by(events.c.org)
        assert [tuple(row) for row in connection.execute(query)] == [("acme", 2), ("beta", 1)]
        refused(164, lambda: connection.execute(sqlalchemy.text("TRUNCATE TABLE events")))


def older_dialect():
    """The HTTP transport of clickhouse-sqlalchemy, which Superset began with."""
    engine = sqlalchemy.create_engine(f"clickhouse+http://tests:{ADMIN}@127.0.0.1:{PORT}/{WORKSPACE}")
    with engine.connect() as connection:
        rows = connection.execute(sqlalchemy.text("SELECT n, org FROM events ORDER BY n")).fetchall()
        assert [tuple(row) for row in rows] == [(1, "acme"), (2, "acme"), (3, "beta")]
        inspector = sqlalchemy.inspect(engine)
        assert "events" in inspector.get_table_names()
        assert [column["name"] for column in inspector.get_columns("events")] == COLUMNS


def plain_requests():
    """What the JavaScript client and curl send."""
    url = f"http://127.0.0.1:{PORT}/"
    assert requests.get(url + "ping").text == "Ok.\n"
    answer = requests.post(
        url,
        params={"query_id": "run-1", "default_format": "JSON", "session_id": "s", "wait_end_of_query": "1", "enable_http_compression": "1"},
        data="SELECT org, count() AS c FROM events GROUP BY org ORDER BY org FORMAT JSONEachRow",
        headers={"Authorization": requests.auth._basic_auth_str("default", ADMIN), "Accept-Encoding": "gzip"},
    )
    assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-ClickHouse-Query-Id"] == "run-1" and answer.headers["X-ClickHouse-Format"] == "JSONEachRow"
    assert [json.loads(line) for line in answer.text.splitlines()] == [{"org": "acme", "c": "2"}, {"org": "beta", "c": "1"}]
    keys = {"X-ClickHouse-User": "any", "X-ClickHouse-Key": ADMIN}
    assert requests.get(url, params={"query": "SELECT 1"}, headers=keys).text == "1\n"
    assert requests.get(url, params={"query": "SELECT 1", "user": "any", "password": ADMIN}).text == "1\n"
    for name in ["Native", "RowBinaryWithNamesAndTypes", "Parquet", "ArrowStream", "JSONCompactEachRow", "Pretty", "Vertical", "XML", "ORC"]:
        answer = requests.post(url, data=f"SELECT n, org FROM events FORMAT {name}", headers=keys)
        assert answer.status_code == 200 and answer.content and answer.headers["X-ClickHouse-Format"] == name, name
    answer = requests.post(url, data="SELECT * FROM nothing", headers=keys)
    assert (answer.status_code, answer.headers["X-ClickHouse-Exception-Code"]) == (404, "60")
    assert answer.text.startswith("Code: 60. DB::Exception: Unknown table") and answer.text.endswith("(UNKNOWN_TABLE)\n")


def own_compression():
    """ClickHouse's blocks of LZ4, which the JDBC driver asks for, and Native of a later revision, as clickhouse-go reads it."""
    url = f"http://127.0.0.1:{PORT}/?compress=1"
    answer = requests.post(url, data="SELECT number, 'text' FROM numbers(300000)", headers={"X-ClickHouse-Key": ADMIN})
    rest, content = answer.content, b""
    while rest:
        size = int.from_bytes(rest[17:21], "little")
        block, hash = rest[16 : 16 + size], CityHash128(rest[16 : 16 + size])
        assert rest[:16] == (hash >> 64).to_bytes(8, "little") + (hash & 2**64 - 1).to_bytes(8, "little") and block[0] == 0x82
        content += lz4.block.decompress(block[9:], uncompressed_size=int.from_bytes(block[5:9], "little"))
        rest = rest[16 + size :]
    assert content == b"".join(b"%d\ttext\n" % number for number in range(300_000)) and len(answer.content) < len(content)
    data = "SELECT toUInt8(7) AS c, 'x' AS s FORMAT Native"
    native = requests.post(url[:-1] + "0&client_protocol_version=54460", data=data, headers={"X-ClickHouse-Key": ADMIN}).content
    assert native == b"\x01\x00\x02\xff\xff\xff\xff\x00\x02\x01\x01c\x05UInt8\x00\x07\x01s\x06String\x00\x01x", native
    empty = requests.post(url[:-1] + "0&client_protocol_version=54460", data="SELECT 1 LIMIT 0 FORMAT Native", headers={"X-ClickHouse-Key": ADMIN})
    assert empty.status_code == 200


for check in [queries, errors, rights, sqlalchemy_dialect, older_dialect, plain_requests, own_compression]:
    check()
    print(check.__name__)
