"""The flows that the Python SDK's own pages show, unmodified but for the host: URL ADMIN_TOKEN FOLDER

Prints the name of each flow that went as documented; the first that does not ends the program."""

import http.server
import pathlib
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

import jwt
from tinybird_sdk import Tinybird, create_client, create_tinybird_api, define_datasource, define_endpoint, define_project, engine, node, p, t
from tinybird_sdk.api.deploy import deploy_to_main
from tinybird_sdk.api.resources import get_datasource_file, get_pipe, get_pipe_file, list_datasources, list_pipes_v1, pull_all_resource_files
from tinybird_sdk.api.workspaces import get_workspace
from tinybird_sdk.client.types import TinybirdError
from tinybird_sdk.generator.index import generate_resources

url, token, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
access = {"base_url": url, "token": token}

page_views = define_datasource(
    "page_views",
    {
        "description": "Page view tracking data",
        "schema": {
            "timestamp": t.date_time(),
            "pathname": t.string(),
            "session_id": t.string(),
            "country": t.string().low_cardinality().nullable(),
        },
        "engine": engine.merge_tree({"sorting_key": ["pathname", "timestamp"]}),
    },
)
top_pages = define_endpoint(
    "top_pages",
    {
        "description": "Get the most visited pages",
        "params": {"start_date": p.date_time(), "end_date": p.date_time(), "country": p.string().optional(""), "limit": p.int32().optional(10)},
        "nodes": [
            node(
                {
                    "name": "aggregated",
                    "sql": """
                        SELECT pathname, count() AS views
                        FROM page_views
                        WHERE timestamp >= {{DateTime(start_date)}}
                          AND timestamp <= {{DateTime(end_date)}}
                          {% if defined(country) %} AND country = {{String(country)}} {% end %}
                        GROUP BY pathname
                        ORDER BY views DESC, pathname
                        LIMIT {{Int32(limit, 10)}}
                    """,
                }
            )
        ],
        "output": {"pathname": t.string(), "views": t.uint64()},
    },
)
january = {"start_date": "2024-01-01 00:00:00", "end_date": "2024-01-31 23:59:59"}


def row(pathname, country="US", day=15):
    return {"timestamp": f"2024-01-{day} 10:30:00", "pathname": pathname, "session_id": "abc123", "country": country}


def count(condition="1"):
    return client.sql(f"SELECT count() AS c FROM page_views WHERE {condition}")["data"][0]["c"]


def eventually(expected, look):
    deadline = time.monotonic() + 20
    while look() != expected:
        assert time.monotonic() < deadline, (expected, look())
        time.sleep(0.05)


def refused(status, call):
    try:
        call()
    except TinybirdError as error:
        assert error.status_code == status, error
        return str(error)
    raise AssertionError(f"this should have been refused with {status}")


def deploy():
    project = define_project({"datasources": {"page_views": page_views}, "pipes": {"top_pages": top_pages}})
    resources = generate_resources(project)
    checked = deploy_to_main(access, resources, {"check": True})
    assert checked["success"], checked
    assert list_datasources(access) == []
    deployed = deploy_to_main(access, resources, {"poll_interval_ms": 50})
    assert deployed["success"] and deployed["result"] == "success", deployed
    assert deployed["datasources"]["created"] == ["page_views"] and deployed["pipes"]["created"] == ["top_pages"], deployed
    again = deploy_to_main(access, resources)
    assert again["success"] and again["result"] == "no_changes", again


def ingest_and_query():
    for pathname in ["/home", "/home", "/pricing"]:
        assert tinybird.page_views.ingest(row(pathname)) == {"successful_rows": 1, "quarantined_rows": 0}
    expected = [{"pathname": "/home", "views": 2}, {"pathname": "/pricing", "views": 1}]
    assert tinybird.top_pages.query({**january, "limit": 5})["data"] == expected
    dates = {"start_date": datetime(2024, 1, 1), "end_date": datetime(2024, 2, 1)}
    assert tinybird.top_pages.query(dates)["data"] == expected
    result = api.ingest_batch("page_views", [row("/a", None), {"timestamp": "never", "pathname": "/a"}], {"max_retries": 3})
    assert result == {"successful_rows": 1, "quarantined_rows": 1}, result


def sql():
    result = tinybird.sql("SELECT count() AS total FROM page_views")
    assert result["data"] == [{"total": 4}] and result["meta"] == [{"name": "total", "type": "UInt64"}] and result["rows"] == 1, result
    assert "UNKNOWN_IDENTIFIER" in refused(400, lambda: client.sql("SELECT nothing FROM page_views"))


def append_and_replace():
    file = folder / "page_views.csv"
    file.write_text("timestamp,pathname,session_id,country\n2024-01-16 00:00:00,/blog,s,FR\n2024-01-17 00:00:00,/blog,s,XX\n")
    tinybird.page_views.append({"file": str(file)})
    eventually(2, lambda: count("pathname = '/blog'"))
    tinybird.page_views.append({"url": f"http://127.0.0.1:{web.server_port}/page_views.csv"})
    eventually(4, lambda: count("pathname = '/blog'"))
    tinybird.page_views.replace({"url": f"http://127.0.0.1:{web.server_port}/page_views.csv"})
    eventually(2, count)


def delete_and_truncate():
    dry = tinybird.page_views.delete({"delete_condition": "country = 'XX'", "dry_run": True})
    assert dry["rows_to_be_deleted"] == 1, dry
    assert count() == 2
    tinybird.page_views.delete({"delete_condition": "country = 'XX'"})
    eventually(1, count)
    tinybird.page_views.truncate()
    eventually(0, count)


def web_tokens():
    for pathname, country in [("/home", "US"), ("/home", "FR"), ("/blog", "FR")]:
        tinybird.page_views.ingest(row(pathname, country))
    scopes = [
        {"type": "PIPES:READ", "resource": "top_pages", "fixed_params": {"country": "FR"}},
        {"type": "DATASOURCES:READ", "resource": "page_views", "filter": "pathname = '/blog'"},
    ]
    expires_at = datetime.now(tz=timezone.utc) + timedelta(hours=1)
    made = client.tokens.create_jwt({"name": "user_123_session", "expires_at": expires_at, "scopes": scopes[:1], "limits": {"rps": 1000}})
    claims = jwt.decode(made["token"], signer, algorithms=["HS256"])
    assert claims["name"] == "user_123_session" and claims["scopes"] == scopes[:1] and claims["limits"] == {"rps": 1000}, claims
    user = create_client({"base_url": url, "token": made["token"]})
    for sent in [{}, {"country": "US"}]:
        assert user.query("top_pages", {**january, **sent})["data"] == [{"pathname": "/blog", "views": 1}, {"pathname": "/home", "views": 1}]
    refused(403, lambda: user.sql("SELECT count() FROM page_views"))
    refused(403, lambda: user.ingest("page_views", row("/home")))
    refused(403, lambda: user.tokens.create_jwt({"name": "more", "expires_at": expires_at, "scopes": scopes}))
    # A customer's own server signs with the workspace's token.
    own = {"workspace_id": claims["workspace_id"], "name": "own", "exp": int(expires_at.timestamp()), "scopes": scopes[1:]}
    user = create_client({"base_url": url, "token": jwt.encode(own, signer, algorithm="HS256")})
    assert user.sql("SELECT pathname FROM page_views")["data"] == [{"pathname": "/blog"}]
    own["scopes"] = [{"type": "DATASOURCES:APPEND", "resource": "page_views"}]
    user = create_client({"base_url": url, "token": jwt.encode(own, signer, algorithm="HS256")})
    assert user.ingest("page_views", row("/late"))["successful_rows"] == 1
    refused(403, lambda: user.sql("SELECT 1 FROM page_views"))
    own["exp"] = 1
    for wrong in [jwt.encode(own, signer, algorithm="HS256"), jwt.encode(own, "x" * 32, algorithm="HS256"), jwt.encode(own, None, algorithm="none")]:
        refused(403, lambda: create_client({"base_url": url, "token": wrong}).ingest("page_views", row("/late")))


def errors():
    refused(404, lambda: client.query("nothing"))
    refused(403, lambda: create_client({"base_url": url, "token": "p.nothing"}).query("top_pages"))
    assert "start_date" in refused(400, lambda: client.query("top_pages"))


def pull():
    assert "`country` LowCardinality(Nullable(String))" in get_datasource_file(access, "page_views").replace("    country ", "    `country` ")
    assert "NODE aggregated" in get_pipe_file(access, "top_pages")
    assert list_datasources(access) == ["page_views"] and list_pipes_v1(access) == ["top_pages"]
    assert {parameter.name for parameter in get_pipe(access, "top_pages").params} == {"start_date", "end_date", "country", "limit"}
    assert get_workspace(access).name


def pull_all():
    files = pull_all_resource_files(access)
    assert [file.filename for file in files["datasources"] + files["pipes"]] == ["page_views.datasource", "top_pages.pipe"]


class Files(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(folder))

    def log_message(self, *arguments):
        pass


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
threading.Thread(target=web.serve_forever, daemon=True).start()
client = create_client(access)
api = create_tinybird_api(access)
tinybird = Tinybird({"datasources": {"page_views": page_views}, "pipes": {"top_pages": top_pages}, **access})
signer = next(item["token"] for item in api.request_json("/v0/tokens")["tokens"] if item["name"] == "workspace admin token")

for flow in [deploy, ingest_and_query, sql, append_and_replace, delete_and_truncate, web_tokens, errors, pull, pull_all]:
    flow()
    print(flow.__name__, flush=True)
