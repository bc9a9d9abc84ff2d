# Part of Martlet. Apache License 2.0; see LICENSE.
"""The two endpoints as one might write them by hand, with ClickHouse in the process.

The engine writes the JSON itself; each thread of the pool has a session of its own, which the library advises for speed.
"""
import os
import threading

from chdb.session import Session
from fastapi import FastAPI, Response

DAILY = (
    "SELECT toDate(timestamp) AS day, count() AS hits, uniq(visitor_id) AS visitors FROM %s "
    "WHERE workspace_id = {workspace:String} GROUP BY day ORDER BY day" % os.environ["EVENTS"]
)
USER = "SELECT user_id, name, country, plan, seen FROM %s WHERE user_id = {user:String}" % os.environ["USERS"]

app = FastAPI()
first = Session(os.environ["STORAGE"])
threads = threading.local()


def answer(sql, **parameters):
    if not hasattr(threads, "session"):
        threads.session = Session(os.environ["STORAGE"])
    return Response(threads.session.query(sql, "JSON", params=parameters).bytes(), media_type="application/json")


@app.get("/daily")
def daily(workspace: str):
    return answer(DAILY, workspace=workspace)


@app.get("/user")
def user(user: str):
    return answer(USER, user=user)
