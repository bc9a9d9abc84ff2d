"""Every directive with every kind of argument: what a line or a block may hold, and what becomes of it."""

from datafile import case

KAFKA = "KAFKA_CONNECTION_NAME broker\nKAFKA_TOPIC orders\nKAFKA_GROUP_ID readers\n"
BUCKET = "IMPORT_CONNECTION_NAME bucket\nIMPORT_BUCKET_URI s3://b/*.csv\nIMPORT_SCHEDULE @auto\n"
DYNAMO = "IMPORT_CONNECTION_NAME dynamo\nIMPORT_TABLE_ARN arn:t\nIMPORT_EXPORT_BUCKET b\n"
POSTGRES = "PG_CONNECTION_NAME shop\nPG_TABLE orders\n"
SCHEMA = "SCHEMA >\n    id UInt64,\n    v UInt8,\n    sign Int8,\n    ts DateTime\n"

# Of each directive: what stands before it, a value, and what stands after it.
DATA_SOURCE = {
    "DESCRIPTION": ("", "Orders of the shop", SCHEMA),
    "TOKEN": ("", "reader READ", SCHEMA),
    "TAGS": ("", "shop, landing", SCHEMA),
    "SCHEMA": ("", "id UInt64, v UInt8", ""),
    "INDEXES": (SCHEMA, "by_id id TYPE minmax GRANULARITY 4", ""),
    "ENGINE": (SCHEMA, "MergeTree", ""),
    "ENGINE_PARTITION_KEY": (SCHEMA, "toYYYYMM(ts)", ""),
    "ENGINE_SORTING_KEY": (SCHEMA, "id, ts", ""),
    "ENGINE_PRIMARY_KEY": (SCHEMA + "ENGINE_SORTING_KEY id, ts\n", "id", ""),
    "ENGINE_SAMPLING_KEY": (SCHEMA, "id", ""),
    "ENGINE_TTL": (SCHEMA, "ts + INTERVAL 90 DAY", ""),
    "ENGINE_SETTINGS": (SCHEMA, "index_granularity = 32", ""),
    "ENGINE_VER": (SCHEMA + "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\n", "v", ""),
    "ENGINE_IS_DELETED": (SCHEMA + "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER ts\n", "v", ""),
    "ENGINE_SIGN": (SCHEMA + "ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY id\n", "sign", ""),
    "ENGINE_VERSION": (SCHEMA + "ENGINE VersionedCollapsingMergeTree\nENGINE_SIGN sign\nENGINE_SORTING_KEY id\n", "v", ""),
    "ENGINE_COLUMNS": (SCHEMA + "ENGINE SummingMergeTree\nENGINE_SORTING_KEY id\n", "v", ""),
    "SHARED_WITH": (SCHEMA, "alpha, beta", ""),
    "FORWARD_QUERY": (SCHEMA, "SELECT id, v", ""),
    "BACKFILL": (SCHEMA, "skip", ""),
    "KAFKA_CONNECTION_NAME": (KAFKA + SCHEMA, "other", ""),
    "KAFKA_TOPIC": (KAFKA + SCHEMA, "others", ""),
    "KAFKA_GROUP_ID": (KAFKA + SCHEMA, "writers", ""),
    "KAFKA_AUTO_OFFSET_RESET": (KAFKA + SCHEMA, "earliest", ""),
    "KAFKA_STORE_RAW_VALUE": (KAFKA + SCHEMA, "True", ""),
    "KAFKA_STORE_HEADERS": (KAFKA + SCHEMA, "False", ""),
    "KAFKA_KEY_FORMAT": (KAFKA + SCHEMA, "avro", ""),
    "KAFKA_VALUE_FORMAT": (KAFKA + SCHEMA, "json_with_schema", ""),
    "KAFKA_TARGET_PARTITIONS": (KAFKA + SCHEMA, "4", ""),
    "IMPORT_CONNECTION_NAME": (BUCKET + SCHEMA, "other", ""),
    "IMPORT_SCHEDULE": (BUCKET + SCHEMA, "@on-demand", ""),
    "IMPORT_BUCKET_URI": (BUCKET + SCHEMA, "gs://b/*.ndjson", ""),
    "IMPORT_FORMAT": (BUCKET + SCHEMA, "CSV", ""),
    "IMPORT_FROM_TIMESTAMP": (BUCKET + SCHEMA, "2025-01-01T00:00:00Z", ""),
    "IMPORT_QUERY": (SCHEMA, "select 1", ""),
    "IMPORT_TABLE_ARN": (DYNAMO + SCHEMA, "arn:u", ""),
    "IMPORT_EXPORT_BUCKET": (DYNAMO + SCHEMA, "c", ""),
    "PG_CONNECTION_NAME": (POSTGRES + SCHEMA, "other", ""),
    "PG_TABLE": (POSTGRES + SCHEMA, "others", ""),
    "PARTITION_KEY": (SCHEMA, "toYYYYMM(ts)", ""),
    "SORTING_KEY": (SCHEMA, "id", ""),
    "PRIMARY_KEY": (SCHEMA, "id", ""),
    "SAMPLING_KEY": (SCHEMA, "id", ""),
    "TTL": (SCHEMA, "ts + 1", ""),
    "VERSION": (SCHEMA, "2", ""),
    "IMPORT_SERVICE": (SCHEMA, "s3", ""),
    "IMPORT_EXTERNAL_DATASOURCE": (SCHEMA, "a.b.c", ""),
    "EXPORT_SERVICE": (SCHEMA, "s3", ""),
}

NODE = "NODE first\nSQL >\n    SELECT 1 AS a\n"
COPY = NODE + "TYPE copy\nTARGET_DATASOURCE orders\n"
SINK = NODE + "TYPE sink\nEXPORT_CONNECTION_NAME bucket\nEXPORT_SCHEDULE @on-demand\n"
BUCKET_SINK = SINK + "EXPORT_BUCKET_URI s3://b/\nEXPORT_FILE_TEMPLATE f_{day}\n"

PIPE = {
    "DESCRIPTION": ("", "Orders a day", NODE),
    "TOKEN": ("", "reader READ", NODE),
    "TAGS": ("", "shop, landing", NODE),
    "NODE": (NODE, "second", "SQL >\n    SELECT 2\n"),
    "SCOPE": (NODE, "second", "SQL >\n    SELECT 2\n"),
    "SQL": ("NODE first\n", "SELECT 2", ""),
    "TYPE": (NODE, "endpoint", ""),
    "DATASOURCE": (NODE + "TYPE materialized\n", "orders", ""),
    "DEPLOYMENT_METHOD": (NODE + "TYPE materialized\nDATASOURCE orders\n", "alter", ""),
    "TARGET_DATASOURCE": (NODE + "TYPE copy\n", "orders", ""),
    "COPY_SCHEDULE": (COPY, "0 * * * *", ""),
    "COPY_MODE": (COPY, "replace", ""),
    "MODE": (COPY, "replace", ""),
    "ON_DEMAND_COMPUTE": (COPY, "true", ""),
    "FILTER": (NODE + "TYPE endpoint\n", "x", ""),
    "EXPORT_CONNECTION_NAME": (BUCKET_SINK, "other", ""),
    "EXPORT_SCHEDULE": (BUCKET_SINK, "0 1 * * *", ""),
    "EXPORT_BUCKET_URI": (BUCKET_SINK, "gs://c/d", ""),
    "EXPORT_FILE_TEMPLATE": (BUCKET_SINK, "g", ""),
    "EXPORT_FORMAT": (BUCKET_SINK, "ndjson", ""),
    "EXPORT_COMPRESSION": (BUCKET_SINK, "gz", ""),
    "EXPORT_WRITE_STRATEGY": (BUCKET_SINK, "truncate", ""),
    "EXPORT_STRATEGY": (BUCKET_SINK, "@new", ""),
    "EXPORT_KAFKA_TOPIC": (SINK, "orders", ""),
    "VERSION": (NODE, "3", ""),
    "EXPORT_SERVICE": (NODE, "s3", ""),
}

BROKER = "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:9092\nKAFKA_KEY k\nKAFKA_SECRET s\n"
S3 = "TYPE s3\nS3_REGION eu-west-1\nS3_ARN arn:x\nS3_ACCESS_KEY k\nS3_SECRET s\n"
GCS = "TYPE gcs\nGCS_HMAC_ACCESS_ID i\nGCS_HMAC_SECRET s\n"
DYNAMO_DB = "TYPE dynamodb\nDYNAMODB_ARN arn:x\nDYNAMODB_REGION eu-west-1\n"
DATABASE = "TYPE postgres\nPG_HOST h\nPG_PORT 5432\nPG_DATABASE d\nPG_USER u\nPG_PASSWORD p\n"

CONNECTION = {
    "DESCRIPTION": (BROKER, "The broker", ""),
    "TYPE": (BROKER, "kafka", ""),
    **{
        name: (BROKER, value, "")
        for name, value in {
            "KAFKA_BOOTSTRAP_SERVERS": "a:1,b:2",
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-256",
            "KAFKA_KEY": "key",
            "KAFKA_SECRET": "secret",
            "KAFKA_SCHEMA_REGISTRY_URL": "https://u:p@registry",
            "KAFKA_SSL_CA_PEM": "-----BEGIN",
            "KAFKA_SASL_OAUTHBEARER_METHOD": "AWS",
            "KAFKA_SASL_OAUTHBEARER_AWS_REGION": "eu-west-1",
            "KAFKA_SASL_OAUTHBEARER_AWS_ROLE_ARN": "arn:y",
            "KAFKA_SASL_OAUTHBEARER_AWS_EXTERNAL_ID": "e",
        }.items()
    },
    **{name: (S3, "value", "") for name in ["S3_REGION", "S3_ARN", "S3_ACCESS_KEY", "S3_SECRET"]},
    **{name: (GCS, "value", "") for name in ["GCS_ACCESS_ID", "GCS_SECRET", "GCS_HMAC_ACCESS_ID", "GCS_HMAC_SECRET"]},
    "GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON": ("TYPE gcs\n", '{"type":"service_account"}', ""),
    **{name: (DYNAMO_DB, "value", "") for name in ["DYNAMODB_ARN", "DYNAMODB_REGION"]},
    **{
        name: (DATABASE, "value", "")
        for name in ["PG_HOST", "PG_PORT", "PG_DATABASE", "PG_USER", "PG_PASSWORD", "PG_SSL_MODE"]
    },
}

FORMS = {
    "missing": "{name}\n",
    "empty": '{name} ""\n',
    "word": "{name} {value}\n",
    "quoted": '{name} "{value}"\n',
    "single-quoted": "{name} '{value}'\n",
    "two-quotes": "{name} \"{value}'\n",
    "block": "{name} >\n    {value}\n",
    "block-at-margin": "{name} >\n{value}\n",
    "empty-block": "{name} >\n",
    "comment-only-block": "{name} >\n    # nothing\n",
    "comment": "{name} {value} # note\n",
    "comment-in-word": "{name} {value}#note\n",
    "dashes": "{name} {value} -- note\n",
    "lower-case": "{lower} {value}\n",
    "indented": "    {name} {value}\n",
    "tab": "{name}\t{value}\n",
    "repeated": "{name} {value}\n{name} {value}\n",
    "repeated-other": "{name} zzz\n{name} {value}\n",
    "two-words": "{name} {value} zzz\n",
    "glued": "{name}> {value}\n",
    "colon": "{name}: {value}\n",
    "variable": "{name} $NOT_SET_{value}\n",
}

KINDS = {
    "datasource": (DATA_SOURCE, "orders.datasource"),
    "pipe": (PIPE, "orders.pipe"),
    "connection": (CONNECTION, "broker.connection"),
}


def cases():
    """Directive by directive, then those that stand in a file of another kind."""
    found = []
    for kind, (directives, file) in KINDS.items():
        for name, (before, value, after) in directives.items():
            for form, pattern in FORMS.items():
                if name == "IMPORT_QUERY" and form.startswith("block"):
                    continue  # Classic takes these.
                text = pattern.format(name=name, lower=name.lower(), value=value)
                found.append(case(f"directive/{kind}/{name}/{form}", before + text + after, file))
    return found + foreign() + unknown()


def foreign():
    """Directives of another kind of file: unknown outside a block, content in one."""
    found = []
    names = {name for directives, _ in KINDS.values() for name in directives}
    samples = {"datasource": SCHEMA + "ENGINE MergeTree\n", "pipe": NODE + "TYPE endpoint\n", "connection": BROKER}
    for kind, (directives, file) in KINDS.items():
        for name in sorted(names - set(directives)):
            if kind == "datasource" and name.startswith(("KAFKA_", "DATASOURCE")) or kind == "pipe" and name.startswith("ENGINE"):
                continue  # Classic takes these.
            found.append(case(f"foreign/{kind}/{name}", samples[kind] + f"{name} x\n", file))
    return found


def unknown():
    """Words that are no directive anywhere."""
    found = []
    samples = {"datasource": SCHEMA + "ENGINE MergeTree\n", "pipe": NODE + "TYPE endpoint\n", "connection": BROKER}
    for kind, (_, file) in KINDS.items():
        for name in ["FOO", "SETTINGS", "ENGINE_FOO", "KAFKA_FOO", "PARAMS", "SELECT", ">", "--", "DESCRIPTION:", "Ünknown"]:
            found.append(case(f"unknown/{kind}/{name}/line", samples[kind] + f"{name} x\n", file))
            found.append(case(f"unknown/{kind}/{name}/block", samples[kind] + f"{name} >\n    x\n", file))
    return found
