"""The peer: the parser of the package `tinybird`, with the checks it makes before anything is sent."""

import contextlib
import io

from datafile.decided import refuse_the_useless
from datafile.parts import CONNECTOR_COLUMNS, connection_parts, data_source_parts, pipe_parts


def reference(case):
    """What Forward reads in the file, or why it refuses.

    Names are not looked up in the environment.
    """
    from tinybird.ch_utils.engine import get_engine_config, validate_engine_config
    from tinybird.datafile.parse_connection import parse_connection
    from tinybird.datafile.parse_datasource import parse_datasource
    from tinybird.datafile.parse_pipe import parse_pipe

    file, text = case["file"], case["text"]
    options = {"skip_eval": True, "ignore_secrets": "secrets" not in case, "secrets": case.get("secrets")}
    check = refuse_the_useless if case["id"].startswith("mutation/") else lambda document, kind: None
    # An empty text would be taken for none and the file be opened.
    text = text or "\n"
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            if file.endswith(".pipe"):
                document = parse_pipe(file, content=text, **options).datafile
                check(document, "pipe")
                return {"ok": True, **pipe_parts(document)}
            if file.endswith(".connection"):
                document = parse_connection(file, content=text, **options).datafile
                check(document, "connection")
                return {"ok": True, **connection_parts(document)}
            document = parse_datasource(file, content=text, **options).datafile
            check(document, "datasource")
            engine, arguments = engine_of(document.nodes[0])
            validate_engine_config(engine, arguments, columns=document.nodes[0]["columns"] + added_columns(document.nodes[0]))
            parts = data_source_parts(document, *get_engine_config(engine), arguments)
            return {"ok": True, **parts}
    except Exception as error:  # the peer raises exceptions of any kind
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}


def engine_of(node):
    """Name and options of a data source's engine."""
    engine = node.get("engine") or {}
    return engine.get("type") or "MergeTree", dict(engine.get("args") or [])


def added_columns(node):
    """The columns the server adds because of a connector, as far as an engine's options may name them."""
    is_fed = "kafka_connection_name" in node or "import_table_arn" in node
    return [{"name": name} for name in sorted(CONNECTOR_COLUMNS)] if is_fed else []
