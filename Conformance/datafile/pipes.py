"""Pipes: nodes, their types, the attributes of each type, and cron expressions."""

from datafile import pipe

NODE = "NODE n\nSQL >\n    SELECT 1\n"
TYPES = ["endpoint", "ENDPOINT", "materialized", "copy", "sink", "stream", "standard", "default", "foo", '""', '"endpoint"', "endpoint x"]

# What each type may need; every type is tried with every one of them.
ATTRIBUTES = {
    "nothing": "",
    "datasource": "DATASOURCE d\n",
    "target": "TARGET_DATASOURCE d\n",
    "target-mode": "TARGET_DATASOURCE d\nCOPY_MODE append\n",
    "method": "DATASOURCE d\nDEPLOYMENT_METHOD alter\n",
    "kafka": "EXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand\n",
    "bucket": "EXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f\nEXPORT_SCHEDULE @on-demand\n",
    "filter": "FILTER x\n",
    "tags": "TAGS k=v\n",
    "filtering-tags": "TAGS k\n",
    "mode": "COPY_MODE append\n",
    "schedule": "COPY_SCHEDULE @on-demand\n",
    "compute": "ON_DEMAND_COMPUTE true\n",
    "format": "EXPORT_FORMAT csv\n",
}

TEXTS = {
    "nothing": "",
    "description-only": "DESCRIPTION x\n",
    "sql-before-node": "SQL >\n    SELECT 1\n",
    "sql-line-before-node": "SQL SELECT 1\n",
    "type-before-node": "TYPE endpoint\n" + NODE,
    "datasource-before-node": "DATASOURCE d\n" + NODE,
    "schedule-before-node": "COPY_SCHEDULE @daily\n" + NODE,
    "method-before-node": "DEPLOYMENT_METHOD alter\n" + NODE,
    "export-before-node": "EXPORT_FORMAT csv\n" + NODE,
    "node-without-name": "NODE\nSQL >\n    SELECT 1\n",
    "useless/node-empty-name": 'NODE ""\nSQL >\n    SELECT 1\n',
    "node-quoted": 'NODE "n"\nSQL >\n    SELECT 1\n',
    "useless/node-name-blank": 'NODE "a b"\nSQL >\n    SELECT 1\n',
    "node-two-words": "NODE a b\nSQL >\n    SELECT 1\n",
    "useless/node-name-dash": "NODE a-b\nSQL >\n    SELECT 1\n",
    "useless/node-name-digit": "NODE 1a\nSQL >\n    SELECT 1\n",
    "node-block": "NODE >\n    n\nSQL >\n    SELECT 1\n",
    "node-without-sql": "NODE n\n",
    "node-without-sql-typed": "NODE n\nTYPE endpoint\n",
    "first-without-sql": "NODE a\nNODE b\nSQL >\n    SELECT 1\n",
    "sql-empty": "NODE n\nSQL >\n",
    "sql-blank": "NODE n\nSQL >\n\n    \nTYPE endpoint\n",
    "sql-comment-only": "NODE n\nSQL >\n    # nothing\nTYPE endpoint\n",
    "sql-dashes-only": "NODE n\nSQL >\n    -- nothing\nTYPE endpoint\n",
    "sql-percent-only": "NODE n\nSQL >\n    %\nTYPE endpoint\n",
    "sql-line": "NODE n\nSQL SELECT 1\n",
    "sql-missing-argument": "NODE n\nSQL\n    SELECT 1\n",
    "sql-twice": "NODE n\nSQL >\n    SELECT 1\nSQL >\n    SELECT 2\n",
    "two-nodes": "NODE a\nSQL >\n    SELECT 1\nNODE b\nSQL >\n    SELECT * FROM a\nTYPE endpoint\n",
    "two-endpoints": "NODE a\nSQL >\n    SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n    SELECT 2\nTYPE endpoint\n",
    "endpoint-and-copy": "NODE a\nSQL >\n    SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n    SELECT 2\nTYPE copy\nTARGET_DATASOURCE d\n",
    "endpoint-and-foo": "NODE a\nSQL >\n    SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n    SELECT 2\nTYPE foo\n",
    "endpoint-and-standard": "NODE a\nSQL >\n    SELECT 1\nTYPE endpoint\nNODE b\nSQL >\n    SELECT 2\nTYPE standard\n",
    "useless/same-name-twice": "NODE a\nSQL >\n    SELECT 1\nNODE a\nSQL >\n    SELECT 2\n",
    "no-typed-node": "NODE a\nSQL >\n    SELECT 1\nNODE b\nSQL >\n    SELECT 2\n",
    "type-twice": NODE + "TYPE copy\nTYPE endpoint\n",
    "type-block": NODE + "TYPE >\n    endpoint\n",
    "descriptions": "DESCRIPTION of pipe\nNODE a\nDESCRIPTION of a\nSQL >\n    SELECT 1\nNODE b\nDESCRIPTION >\n    of b\n\n    still\nSQL >\n    SELECT 2\n",
    "description-after": "NODE a\nSQL >\n    SELECT 1\nDESCRIPTION late\n",
    "tokens-everywhere": "TOKEN a READ\nNODE n\nTOKEN b READ\nSQL >\n    SELECT 1\nTOKEN c READ\n",
    "token-append": "TOKEN a APPEND\n" + NODE,
    "tags-everywhere": "TAGS a\nNODE n\nTAGS b\nSQL >\n    SELECT 1\nTYPE endpoint\nTAGS c\n",
    "tags-operational-first": "TAGS k=v\n" + NODE,
    "indented-node": "  NODE n\n  SQL >\n    SELECT 1\n  TYPE endpoint\n",
    "scope": "SCOPE n\nSQL >\n    SELECT 1\n",
    "copy-mode-upper": NODE + "TYPE copy\nTARGET_DATASOURCE d\nCOPY_MODE APPEND\n",
    "copy-mode-other": NODE + "TYPE copy\nTARGET_DATASOURCE d\nCOPY_MODE upsert\n",
    "copy-mode-empty": NODE + 'TYPE copy\nTARGET_DATASOURCE d\nCOPY_MODE ""\n',
    "copy-target-empty": NODE + 'TYPE copy\nTARGET_DATASOURCE ""\n',
    "copy-bad-and-foreign": NODE + "TYPE copy\nTARGET_DATASOURCE d\nCOPY_MODE x\nEXPORT_FORMAT csv\n",
    "copy-secret-schedule": NODE + 'TYPE copy\nTARGET_DATASOURCE d\nCOPY_SCHEDULE {{ tb_secret("s") }}\n',
    "materialized-target-empty": NODE + 'TYPE materialized\nDATASOURCE ""\n',
    "method-other": NODE + "TYPE materialized\nDATASOURCE d\nDEPLOYMENT_METHOD swap\n",
    "method-upper": NODE + "TYPE materialized\nDATASOURCE d\nDEPLOYMENT_METHOD ALTER\n",
    "method-empty": NODE + 'TYPE materialized\nDATASOURCE d\nDEPLOYMENT_METHOD ""\n',
    "method-on-endpoint": NODE + "TYPE endpoint\nDEPLOYMENT_METHOD alter\n",
    "sink-no-connection": NODE + "TYPE sink\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand\n",
    "sink-empty-connection": NODE + 'TYPE sink\nEXPORT_CONNECTION_NAME ""\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand\n',
    "sink-connection-only": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\n",
    "sink-connection-schedule": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_SCHEDULE @on-demand\n",
    "sink-unrecognised": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_SCHEDULE @on-demand\nEXPORT_FORMAT csv\n",
    "sink-kafka-no-schedule": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\n",
    "sink-kafka-format": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE @on-demand\nEXPORT_FORMAT csv\n",
    "sink-kafka-empty-schedule": NODE + 'TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE ""\n',
    "sink-bucket-no-template": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_SCHEDULE @on-demand\n",
    "sink-bucket-no-uri": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_FILE_TEMPLATE f\nEXPORT_SCHEDULE @on-demand\n",
    "sink-bucket-no-schedule": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f\n",
    "sink-mixed": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f\nEXPORT_KAFKA_TOPIC t\n"
    "EXPORT_SCHEDULE @on-demand\n",
    "sink-strategy": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_BUCKET_URI s3://b\nEXPORT_FILE_TEMPLATE f\n"
    "EXPORT_SCHEDULE @on-demand\nEXPORT_WRITE_STRATEGY other\nEXPORT_STRATEGY @replace\n",
    "sink-secret-schedule": NODE + "TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE {{ tb_secret('s') }}\n",
    "cache": NODE + "TYPE endpoint\nCACHE 60\n",
}

SCHEDULES = [
    "@on-demand", "@ON-DEMAND", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually", "@Daily", "@reboot", "@every 1h",
    "@once", "@auto", "0 * * * *", "*/5 * * * *", "*/0 * * * *", "5/15 * * * *", "0-30 * * * *", "30-0 * * * *", "0-30/5 * * * *", "1,2,3 * * * *",
    "1,,2 * * * *", ",1 * * * *", "60 * * * *", "59 23 31 12 6", "0 24 * * *", "0 0 0 * *", "0 0 32 * *", "0 0 31 2 *", "0 0 30 2 *", "0 0 * 13 *", "0 0 * 0 *",
    "0 0 * * 7", "0 0 * * 8", "0 0 * * MON", "0 0 * * mon-fri", "0 0 * * fri-mon", "0 0 * * MON,WED", "0 0 * * SUNDAY", "0 0 * JAN *",
    "0 0 * jan-mar *", "0 0 * dec-feb *", "0 0 L * *", "0 0 l * *", "0 0 L-1 * *", "0 0 LW * *", "0 0 15W * *", "0 0 * * L5", "0 0 * * 5L", "0 0 * * L",
    "0 0 * * 5#2", "0 0 * * FRI#2", "0 0 * * 5#6", "0 0 * * 5#0", "0 0 * * L5,5#2", "0 0 1 * 5#2", "0 0 ? * *", "0 0 * * ?", "? * * * *", "* ? * * *",
    "0 0 ? * ?", "0 0 1,L * *", "0 0 1-L * *", "* * * * * *", "0 * * * * 0", "0 0 * * * 30", "* * * * * 60", "* * * * * */15", "0 0 * * * 0 2030",
    "0 0 * * * 0 1969", "0 0 * * * 0 2099", "0 0 * * * 0 2100", "0 0 * * * 0 2030-2032", "0 0 * * * 0 * *", "* * * *", "* * *", "*", "x", "", "0 0 * * * x",
    "a b c d e", "-1 * * * *", "1.5 * * * *", "1- * * * *", "-5 * * * *", "1-2-3 * * * *", "*/x * * * *", "*/+5 * * * *", "0 0 * * 5#+1", "+5 * * * *", "*/-5 * * * *", "*/60 * * * *", "*/61 * * * *",
    "*/100 * * * *", "10-20/30 * * * *", "0 */25 * * *", "** * * * *", "*5 * * * *", "5* * * * *", "*,5 * * * *", "*-5 * * * *", "00 00 * * *",
    "007 * * * *", "0  0   * * *", "0 0 * * 0-7", "0 0 * * 7-1", "0 0 * * 1-7", "0 0 * * 5-1", "0 0 */2 * 1", "H * * * *", "H/5 * * * *",
    "H(0-5) * * * *", "0 0 1 1 *", "1/5,10 * * * *", "0 0 29 2 *", "0 0 31 4 *", "0 0 * 2 * ", "* * 1-31 1-12 0-6", "0 0 * * sat,sun",
    "0 0 * * sat-sun", "0 0 1W * *", "0 0 * * */2", "0 0 * */13 *", "0 0 */32 * *", "2-1/2 * * * *", "5-5 * * * *", "0 0 l-3 * *", "0 0 * * 1L", "0 0 * * L1-L3",
    "0 0 * * mon#1", "0 0 * * mon-fri#1", "0 0 * * 0#1", "0 0 * * 7#1", "0 0 * * 1#1,3#2", "0 0 31 feb *", "@Hourly ", "0 0 * jan,feb mon",
]  # fmt: skip

RANDOM_SCHEDULES = ["R * * * *", "R(1-9) * * * *", "R/5 * * * *"]


def cases():
    """Types with attributes, whole pipes, schedules of copies and sinks."""
    found = []
    for kind in TYPES:
        for name, attributes in ATTRIBUTES.items():
            found.append(pipe(f"node/{kind}/{name}", f"{NODE}TYPE {kind}\n{attributes}"))
    for name, attributes in ATTRIBUTES.items():
        found.append(pipe(f"node/untyped/{name}", NODE + attributes))
    found += [pipe(f"pipe/{name}", text) for name, text in TEXTS.items()]
    for group, schedules in {"cron": SCHEDULES, "random-cron": RANDOM_SCHEDULES}.items():
        for schedule in schedules:
            copy = f'TYPE copy\nTARGET_DATASOURCE d\nCOPY_SCHEDULE "{schedule}"\n'
            found.append(pipe(f"{group}/{schedule}", NODE + copy))
    for schedule in ["@on-demand", "@daily", "0 * * * *", "bad", "0 0 L * *", ""]:
        sink = f'TYPE sink\nEXPORT_CONNECTION_NAME c\nEXPORT_KAFKA_TOPIC t\nEXPORT_SCHEDULE "{schedule}"\n'
        found.append(pipe(f"sink-schedule/{schedule}", NODE + sink))
    return found
