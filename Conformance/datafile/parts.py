"""The parts of a datafile that are compared, out of the peers' documents and out of what ours prints."""

import re

# Columns a connector adds; the peers leave them to the server.
CONNECTOR_COLUMNS = {
    "__topic", "__partition", "__offset", "__timestamp", "__key", "__value", "__headers", "insertion_date",
    "_record", "_old_record", "_event_type", "_timestamp", "_is_deleted",
}  # fmt: skip

# What Forward ignores with a warning, and Classic kept.
IGNORED = {"import_service", "import_external_datasource", "kafka_target_partitions"}

# Types with two names: ours prints the engine's.
CANONICAL_TYPES = {
    "INT": "Int32", "INTEGER": "Int32", "INT SIGNED": "Int32", "INT UNSIGNED": "UInt32", "BIGINT": "Int64", "TINYINT": "Int8",
    "BIGINT UNSIGNED": "UInt64", "SMALLINT": "Int16", "VARCHAR": "String", "TEXT": "String", "CHAR": "String", "BLOB": "String",
    "CHAR VARYING": "String", "FLOAT": "Float32", "DOUBLE": "Float64", "DOUBLE PRECISION": "Float64", "TIMESTAMP": "DateTime",
    "DATE": "Date", "DATETIME": "DateTime", "BOOL": "Bool", "Integer": "Int32", "String(3)": "String", "Int8()": "Int8",
    "Decimal": "Decimal(10,0)", "Decimal(10)": "Decimal(10,0)", "Decimal32(2)": "Decimal(9,2)", "Decimal64(4)": "Decimal(18,4)",
    "Decimal128(8)": "Decimal(38,8)", "Decimal256(10)": "Decimal(76,10)", "Enum8('a')": "Enum8('a'=1)",
    "Enum('a','b')": "Enum8('a'=1,'b'=2)", "Enum16('a'=1,'b'=-2)": "Enum16('b'=-2,'a'=1)", "Enum8('it''s'=1)": "Enum8('it\\'s'=1)",
    "JSON(a.b Int8)": "JSON(`a.b` Int8)", "JSON(a.b Int8,SKIP c)": "JSON(`a.b` Int8,SKIP c)",
}  # fmt: skip

# What a node's type asks for; everything else in the node has no meaning.
NODE_OPTIONS = {
    "materialized": ["datasource", "deployment_method"],
    "copy": ["target_datasource", "copy_schedule", "copy_mode", "on_demand_compute"],
    "sink": [
        "export_connection_name", "export_schedule", "export_bucket_uri", "export_file_template", "export_format",
        "export_compression", "export_write_strategy", "export_strategy", "export_kafka_topic",
    ],
}  # fmt: skip

# Of these, what is the same as nothing.
NODE_DEFAULTS = {"copy_schedule": ["@on-demand", ""], "copy_mode": ["append", ""], "on_demand_compute": ["False", "false", ""]}


def folded(value):
    """The same with every run of blanks as one, and nothing in the place of what is empty."""
    if isinstance(value, str):
        # Expressions that wait for a secret are cut at their quotes by the peers.
        value = re.sub(r"\{\{.*?\}\}", lambda expression: expression[0].replace(" ", ""), value)
        return " ".join(value.split()) or None
    if isinstance(value, dict):
        folds = {key: folded(item) for key, item in value.items()}
        return {key: item for key, item in folds.items() if item is not None} or None
    if isinstance(value, list):
        return [folded(item) for item in value] or None
    return value


def spelled(type_text):
    """A type in one spelling: the engine's name, no blanks beside brackets and commas, single quotes."""
    text = " ".join(type_text.split())
    text = re.sub(r"\s*([(),=])\s*", r"\1", text).replace('"', "'")
    return CANONICAL_TYPES.get(text, text)


def data_source_parts(document, engine, configuration, arguments):
    """The parts of a data source as a peer reads it."""
    node = document.nodes[0]
    parameters, options = configuration
    known = {item.name for item in [*parameters, *options]}
    return folded(
        {
            "description": document.description or node.get("description"),
            "tokens": tokens(document),
            "tags": tags(document),
            "schema": [peer_column(column) for column in node["columns"] if column["name"] not in CONNECTOR_COLUMNS],
            "engine": engine,
            "engine_options": {
                name: ", ".join(part.strip() for part in value.split(",")) if name == "columns" else value
                for name, value in arguments.items()
                if name in known
            },
            "indexes": [
                {
                    "name": index.name,
                    "expression": index.expr,
                    "type": index.type_full,
                    "granularity": int(index.granularity) if index.granularity else None,
                }
                for index in node.get("indexes", [])
            ],
            "shared_with": document.shared_with,
            "forward_query": getattr(document, "forward_query", None),
            "backfill": node.get("backfill", "").lower() != "skip",
            "connector": {
                name: value
                for name, value in node.items()
                if name.startswith(("kafka_", "import_", "pg_")) and name not in IGNORED
            },
        }
    )


def peer_column(column):
    """A column of a peer: `nullable` and the type are put together again, as the peer does for the table."""
    kind = column["type"]
    if column["nullable"]:
        aggregate = re.fullmatch(r"SimpleAggregateFunction\((\w+),\s*(?!Nullable)([\w,.()]+)\)", kind)
        if aggregate:
            kind = f"SimpleAggregateFunction({aggregate[1]}, Nullable({aggregate[2]}))"
        elif "Nullable(" not in kind:
            kind = f"Nullable({kind})"
    default, materialized = column["default_value"] or "", False
    if default.startswith("MATERIALIZED "):
        materialized = True
    default = re.sub(r"^(DEFAULT|MATERIALIZED) ", "", default)
    codec = re.sub(r"^CODEC\s*\(|\)$", "", column["codec"] or "")
    return column_parts(column["name"], kind, column["jsonpath"], default, materialized, codec)


def column_parts(name, kind, path, default, materialized, codec):
    """A column, whoever read it; a materialized one takes nothing from JSON."""
    # `$.a`, `$.['a']` and `$['a']` are one path.
    path = None if materialized else re.sub(r"\.?\['([\w$-]+)'\]|\.\"([\w$-]+)\"", r".\1\2", path or "")
    return {
        "name": name,
        "type": spelled(kind),
        "jsonpath": path and path.replace(".['", "['"),
        "default": default,
        "materialized": materialized,
        "codec": codec,
    }


def pipe_parts(document):
    """The parts of a pipe as a peer reads it."""
    return folded(
        {
            "description": document.description,
            "tokens": tokens(document),
            "tags": tags(document),
            "nodes": [peer_node(node) for node in document.nodes],
        }
    )


def peer_node(node):
    """A node of a peer."""
    kind = node.get("type", "").lower() or "standard"
    given = {**node, "copy_mode": node.get("mode")}
    options = {name: str(given[name]) for name in NODE_OPTIONS.get(kind, []) if given.get(name) not in (None, "")}
    if "deployment_method" in options:
        options["deployment_method"] = options["deployment_method"].lower()
    for name, nothing in NODE_DEFAULTS.items():
        if options.get(name) in nothing:
            del options[name]
    if options.get("on_demand_compute"):
        options["on_demand_compute"] = "true"
    engine = node.get("engine") or {}
    if kind == "materialized" and engine:
        options["engine"] = engine["type"]
        options.update({f"engine_{name}": value for name, value in engine["args"]})
    return {
        "name": node["name"],
        "description": node.get("description"),
        "sql": node.get("sql"),
        "type": kind,
        "options": options,
    }


def connection_parts(document):
    """The parts of a connection as a peer reads it."""
    node = document.nodes[0]
    kind = node.get("type", "").lower()
    kind = {"s3_iamrole": "s3", "gcs_hmac": "gcs"}.get(kind, kind)
    prefix = {"postgres": "pg"}.get(kind, kind)
    # Ours warns of the settings of other systems, and keeps as text the JSON that the peer has read.
    settings = {name: value for name, value in node.items() if name.startswith(f"{prefix}_") and isinstance(value, str)}
    settings.pop("gcs_service_account_credentials_json", None)
    return folded({"description": document.description, "type": kind, "settings": settings}) or {}


def tokens(document):
    """The tokens of any document; Classic's package calls the permission otherwise and leaves its case."""
    return [
        {"name": token["token_name"], "scope": (token.get("permission") or token["permissions"]).upper()}
        for token in document.tokens
        # Of Classic; ours warns that it grants nothing.
        if (token.get("permission") or token["permissions"]).upper() != "CREATE"
    ]


def tags(document):
    """The tags for people; an empty one says nothing."""
    return [tag for tag in document.filtering_tags or [] if tag]


def comparable(printed):
    """The same parts out of what `martlet datafile parse` prints for a file."""
    if "errors" in printed:
        return {"ok": False, "error": "; ".join(error["message"] for error in printed["errors"])}
    kind = printed["kind"]
    if kind == "datasource":
        names = [
            "description", "tokens", "tags", "engine", "engine_options", "indexes", "shared_with", "forward_query", "backfill", "connector",
        ]  # fmt: skip
        parts = {name: printed.get(name) for name in names}
        parts["schema"] = [own_column(column) for column in printed["schema"] if column["name"] not in CONNECTOR_COLUMNS]
    elif kind == "pipe":
        parts = {name: printed.get(name) for name in ["description", "tokens", "tags", "nodes"]}
        for node in parts["nodes"]:
            node["options"].pop("cache", None)
    else:
        parts = {name: printed.get(name) for name in ["description", "type", "settings"]}
        parts["settings"].pop("gcs_service_account_credentials_json", None)
    return {"ok": True, **(folded(parts) or {})}


def own_column(column):
    """A column of ours; a type that was not written is not compared."""
    kind = column["type"] if column["type_origin"] == "declared" else ""
    return column_parts(
        column["name"], kind, column.get("jsonpath"), column.get("default") or "", column["materialized"], column.get("codec") or ""
    )
