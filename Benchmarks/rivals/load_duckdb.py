# Part of Martlet. Apache License 2.0; see LICENSE.
"""Loads the rows into a DuckDB file, sorted as Martlet's tables are, users with an index.

usage: load_duckdb.py FILE EVENTS_NDJSON USERS_NDJSON
"""
import sys

import duckdb

file, events, users = sys.argv[1:]
database = duckdb.connect(file)
database.execute(
    "CREATE TABLE events AS SELECT * FROM read_json(?, format = 'newline_delimited', columns = {"
    "timestamp: 'TIMESTAMP_MS', workspace_id: 'VARCHAR', visitor_id: 'VARCHAR', session_id: 'VARCHAR', action_type: 'VARCHAR', "
    "url: 'VARCHAR', user_agent: 'VARCHAR', referrer: 'VARCHAR', properties: 'VARCHAR'}) ORDER BY workspace_id, timestamp", [events])
database.execute(
    "CREATE TABLE users (user_id VARCHAR PRIMARY KEY, name VARCHAR, country VARCHAR, plan VARCHAR, seen TIMESTAMP)")
database.execute(
    "INSERT INTO users SELECT * FROM read_json(?, format = 'newline_delimited', columns = {"
    "user_id: 'VARCHAR', name: 'VARCHAR', country: 'VARCHAR', plan: 'VARCHAR', seen: 'TIMESTAMP'})", [users])
database.close()
