"""What only Classic accepts, and its peer: the parser of the package `tinybird-cli`."""

import contextlib
import io
import os
import tempfile

from datafile import case, data_source, pipe
from datafile.parts import data_source_parts, pipe_parts

NODE = "NODE n\nSQL >\n    SELECT 1\n"
SCHEMA = "SCHEMA >\n    id UInt64,\n    v UInt8\n"
ENDPOINT = "NODE shared\nSQL >\n    SELECT '$LIMIT' AS a, '${NAME}' AS b, '$other' AS c\n"

DATA_SOURCES = {
    "source": "SOURCE https://example.com/orders.csv",
    "version": "VERSION 3",
    "token": "TOKEN t READ\nTOKEN t CREATE",
    "dynamodb": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER _timestamp\nENGINE_IS_DELETED _is_deleted\n"
    "IMPORT_SERVICE dynamodb\nIMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b",
    "insertion-date": "ENGINE_SORTING_KEY insertion_date\nIMPORT_SERVICE bigquery\nIMPORT_CONNECTION_NAME c\nIMPORT_QUERY select 1",
    "indices": "INDICES >\n    i id TYPE minmax GRANULARITY 4",
    "indices-line": 'INDICES "i id TYPE minmax"',
    "import-strategy": "IMPORT_STRATEGY replace",
    "binary-headers": "KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nKAFKA_STORE_BINARY_HEADERS true",
    "avro": "KAFKA_KEY_AVRO_DESERIALIZATION x",
    "kafka": "KAFKA_CONNECTION_NAME b\nKAFKA_BOOTSTRAP_SERVERS s:9092\nKAFKA_KEY k\nKAFKA_SECRET s\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\n"
    "KAFKA_SASL_MECHANISM PLAIN\nKAFKA_SCHEMA_REGISTRY_URL https://r",
    "kafka-pem": "KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nKAFKA_SSL_CA_PEM >\n    -----BEGIN\n    abc",
    "external": "IMPORT_CONNECTION_NAME c\nIMPORT_EXTERNAL_DATASOURCE a.b.c\nIMPORT_QUERY select 1\nIMPORT_SCHEDULE 0 * * * *\nIMPORT_STRATEGY replace",
    "import-query-block": "IMPORT_CONNECTION_NAME c\nIMPORT_QUERY >\n    select 1\n    from x",
    "import-service": "IMPORT_SERVICE bigquery\nIMPORT_CONNECTION_NAME c\nIMPORT_SCHEDULE @on-demand\nIMPORT_QUERY select 1",
}

PIPES = {
    "maintainer": f"MAINTAINER me\n{NODE}",
    "version": f"VERSION 2\n{NODE}",
    "engine": f'{NODE}TYPE materialized\nDATASOURCE d\nENGINE "AggregatingMergeTree"\nENGINE_PARTITION_KEY "toYYYYMM(day)"\n'
    'ENGINE_SORTING_KEY "day, id"',
    "engine-only": f"{NODE}TYPE materialized\nDATASOURCE d\nENGINE MergeTree",
    "kafka-sink": f"{NODE}TYPE SINK\nEXPORT_SERVICE kafka\nEXPORT_CONNECTION_NAME c\nEXPORT_SCHEDULE 30 0 * * *\nEXPORT_FORMAT csv\n"
    "EXPORT_STRATEGY @new\nEXPORT_KAFKA_TOPIC t",
    "from": f"FROM scratch\n{NODE}",
    "resource": "NODE n\nRESOURCE x\nSQL >\n    SELECT 1\n",
    "test": f"TEST x\n{NODE}",
}

TOPS = {
    "datasource": "DATASOURCE orders\n",
    "maintainer": "MAINTAINER me\n",
    "maintainer-quoted": 'MAINTAINER "me too"\n',
    "from": "FROM scratch\n",
}

COLUMNS = {
    "materialized": "id UInt64, d Date MATERIALIZED today()",
    "materialized-codec": "id UInt64, d Date MATERIALIZED today() CODEC(ZSTD(1))",
    "materialized-lower-case": "id UInt64, d Date materialized today()",
    "materialized-no-type": "id UInt64, d MATERIALIZED today()",
}

INCLUDED = {
    "node": ("orders.pipe", 'INCLUDE "shared.incl"\nNODE n\nSQL >\n    SELECT * FROM shared\n', {"shared.incl": ENDPOINT}),
    "values": ("orders.pipe", 'INCLUDE "shared.incl" "LIMIT=10" "NAME=a b"\n', {"shared.incl": ENDPOINT}),
    "values-with-equals": ("orders.pipe", 'INCLUDE "shared.incl" "LIMIT=a=b"\n', {"shared.incl": ENDPOINT}),
    "value-without-equals": ("orders.pipe", 'INCLUDE "shared.incl" "LIMIT"\n', {"shared.incl": ENDPOINT}),
    "unquoted": ("orders.pipe", "INCLUDE shared.incl LIMIT=3\n", {"shared.incl": ENDPOINT}),
    "folder": ("orders.pipe", "INCLUDE parts/shared.incl\n", {"parts/shared.incl": ENDPOINT}),
    "folder-above": ("pipes/orders.pipe", "INCLUDE ../parts/shared.incl\n", {"parts/shared.incl": ENDPOINT}),
    "beside": ("pipes/orders.pipe", "INCLUDE ./shared.incl\n", {"pipes/shared.incl": ENDPOINT}),
    "nested": ("orders.pipe", "INCLUDE a.incl\n", {"a.incl": "INCLUDE b.incl\n", "b.incl": ENDPOINT}),
    "nested-in-folder": ("orders.pipe", "INCLUDE parts/a.incl\n", {"parts/a.incl": "INCLUDE b.incl\n", "b.incl": ENDPOINT}),
    "twice": ("orders.pipe", "INCLUDE a.incl N=a\nINCLUDE a.incl N=b\n", {"a.incl": "NODE $N\nSQL >\n    SELECT 1\n"}),
    "after-block": ("orders.pipe", NODE + "INCLUDE shared.incl\n", {"shared.incl": ENDPOINT}),
    "in-block": ("orders.pipe", "DESCRIPTION >\n    What\n    INCLUDE shared.incl\n" + NODE, {"shared.incl": ENDPOINT}),
    "open-block": ("orders.pipe", "NODE n\nINCLUDE a.incl\n    , 2\nTYPE endpoint\n", {"a.incl": "SQL >\n    SELECT 1\n"}),
    "missing": ("orders.pipe", "INCLUDE nothing.incl\n" + NODE, {}),
    "no-path": ("orders.pipe", "INCLUDE\n" + NODE, {}),
    "empty": ("orders.pipe", "INCLUDE a.incl\n" + NODE, {"a.incl": ""}),
    "mistake": ("orders.pipe", "INCLUDE a.incl\n" + NODE, {"a.incl": "\nFOO x\n"}),
    "dollars": ("orders.pipe", "INCLUDE a.incl A=1\n", {"a.incl": "NODE n\nSQL >\n    SELECT '$$A', '$A', '${A}', '${A', '$A_', '$'\n"}),
    "kafka": (
        "orders.datasource",
        SCHEMA + 'INCLUDE "kafka.incl"\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\n',
        {"kafka.incl": "KAFKA_CONNECTION_NAME b\nKAFKA_BOOTSTRAP_SERVERS s:9092\nKAFKA_KEY k\nKAFKA_SECRET s\n"},
    ),
    "engine": ("orders.datasource", SCHEMA + "INCLUDE engine.incl KEY=id\n", {"engine.incl": "ENGINE MergeTree\nENGINE_SORTING_KEY $KEY\n"}),
    "schema": ("orders.datasource", "INCLUDE a.incl\n    v UInt8\n", {"a.incl": "SCHEMA >\n    id UInt64,\n"}),
    "tokens": ("orders.datasource", "INCLUDE a.incl\n" + SCHEMA, {"a.incl": "TOKEN one READ\nTOKEN two APPEND\n"}),
}


def classic_cases(seed):
    """Files that Forward refuses for being Classic's; the seed is taken for symmetry, nothing here is by chance."""
    found = [data_source(f"classic/datasource/{name}", text) for name, text in DATA_SOURCES.items()]
    found += [case(f"classic/top/{name}", text + SCHEMA) for name, text in TOPS.items()]
    found += [pipe(f"classic/pipe/{name}", text + "\n") for name, text in PIPES.items()]
    found += [case(f"classic/schema/{name}", f"SCHEMA >\n    {text}\n") for name, text in COLUMNS.items()]
    for name, (file, text, beside) in INCLUDED.items():
        found.append(case(f"classic/include/{name}", text, file, beside=beside))
    return found


def classic_reference(case):
    """What Classic reads in the file, or why it refuses."""
    from tinybird import datafile_common as common
    from tinybird.ch_utils.engine import get_engine_config

    with tempfile.TemporaryDirectory() as folder:
        for path, text in {**case.get("beside", {}), case["file"]: case["text"]}.items():
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as written:
                written.write(text)
        path = os.path.join(folder, case["file"])
        try:
            with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
                if path.endswith(".pipe"):
                    # `parse_pipe` without its look into the queries.
                    with open(path, encoding="utf-8") as file:
                        document = common.parse(file.read(), basepath=os.path.dirname(path))
                    document.validate()
                    return {"ok": True, **pipe_parts(document)}
                document = common.parse_datasource(path)
                engine = document.nodes[0].get("engine") or {}
                name, configuration = get_engine_config(engine.get("type") or "MergeTree")
                return {"ok": True, **data_source_parts(document, name, configuration, dict(engine.get("args") or []))}
        except Exception as error:  # the peer raises exceptions of any kind
            return {"ok": False, "error": f"{type(error).__name__}: {error}".replace(folder, "")}
