# Part of Martlet. Apache License 2.0; see LICENSE.
"""The two endpoints as one might write them by hand, with DuckDB in the process."""
import os

import duckdb
import orjson
from fastapi import FastAPI, Response

DAILY = (
    "SELECT timestamp::DATE AS day, count(*) AS hits, count(DISTINCT visitor_id) AS visitors FROM events "
    "WHERE workspace_id = ? GROUP BY day ORDER BY day"
)
USER = "SELECT user_id, name, country, plan, seen FROM users WHERE user_id = ?"

app = FastAPI()
database = duckdb.connect(os.environ["STORAGE"], read_only=True)


def answer(sql, *parameters):
    cursor = database.cursor()  # a connection of its own: one serves a thread at a time
    rows = cursor.execute(sql, parameters).fetchall()
    names = [column[0] for column in cursor.description]
    result = {
        "meta": [{"name": column[0], "type": str(column[1])} for column in cursor.description],
        "data": [dict(zip(names, row)) for row in rows],
        "rows": len(rows),
    }
    return Response(orjson.dumps(result), media_type="application/json")


@app.get("/daily")
def daily(workspace: str):
    return answer(DAILY, workspace)


@app.get("/user")
def user(user: str):
    return answer(USER, user)
