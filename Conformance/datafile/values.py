"""Tokens, tags, sharing, forward queries, backfills, connectors and connections: what their values may be."""

from datafile import connection, data_source, pipe

NODE = "NODE n\nSQL >\n    SELECT 1\nTYPE endpoint\n"

TOKENS = [
    "t READ", "t read", "t Append", '"t" APPEND', "'t' READ", '"my token" READ', "my token READ", "t", "t WRITE", "t DROP",
    't "READ"', "t READ APPEND", '"" READ', '"READ"', "t READ,APPEND", "t=READ", "t# READ", '"a"b READ', "t-1.x READ", "ü READ",
]  # fmt: skip

TAGS = [
    "a", "a, b", "a,b", '"a, b"', "'a'", "a b, c", "a,,b", ",a", "a,", ",", '""', "k=v", "a, k=v", "k=v&l=w", "k=v, a, l=w", "=", "a;b", "A, a",
    "a, a", '"a", "b"', "größe",
]  # fmt: skip

DATA_SOURCES = {
    "shared/one": "SHARED_WITH alpha",
    "shared/two": "SHARED_WITH alpha, beta",
    "shared/two-words": "SHARED_WITH alpha beta",
    "shared/quoted": 'SHARED_WITH "alpha, beta"',
    "shared/quoted-each": 'SHARED_WITH "alpha", "beta"',
    "shared/block": "SHARED_WITH >\n    alpha\n    beta",
    "shared/block-commas": "SHARED_WITH >\n    alpha,\n    beta,",
    "shared/block-one-line": "SHARED_WITH >\n    alpha, beta",
    "shared/twice": "SHARED_WITH alpha\nSHARED_WITH beta",
    "shared/comma": "SHARED_WITH ,",
    "shared/none": "SHARED_WITH",
    "shared/empty": 'SHARED_WITH ""',
    "forward/block": "FORWARD_QUERY >\n    SELECT id, v",
    "forward/template": "FORWARD_QUERY >\n    %\n    SELECT id",
    "forward/indented": "FORWARD_QUERY >\n    SELECT\n        id,\n        v",
    "forward/line": "FORWARD_QUERY SELECT id",
    "forward/empty": "FORWARD_QUERY >\n",
    "forward/from": "FORWARD_QUERY >\n    SELECT id FROM x",
    "backfill/skip": "BACKFILL skip",
    "backfill/upper": "BACKFILL SKIP",
    "backfill/quoted": 'BACKFILL "skip"',
    "backfill/other": "BACKFILL all",
    "backfill/empty": 'BACKFILL ""',
    "kafka/all": "KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g",
    "kafka/no-group": "KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t",
    "kafka/no-topic": "KAFKA_CONNECTION_NAME b\nKAFKA_GROUP_ID g",
    "kafka/no-connection": "KAFKA_TOPIC t\nKAFKA_GROUP_ID g",
    "kafka/only-topic": "KAFKA_TOPIC t",
    "kafka/empty-group": 'KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID ""',
    "kafka/blank-group": 'KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID " "',
    "kafka/empty-topic": 'KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC ""\nKAFKA_GROUP_ID g',
    "kafka/only-format": "KAFKA_VALUE_FORMAT avro",
    "kafka/only-headers": "KAFKA_STORE_HEADERS True",
    "kafka/and-bucket": "KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC t\nKAFKA_GROUP_ID g\nIMPORT_CONNECTION_NAME c",
    "import/all": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE @auto",
    "import/once": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE @once",
    "import/upper": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE @AUTO",
    "import/cron": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE 0 * * * *",
    "import/empty-schedule": 'IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE ""',
    "import/no-uri": "IMPORT_CONNECTION_NAME c\nIMPORT_SCHEDULE @auto",
    "import/no-schedule": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*",
    "import/no-connection": "IMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE @auto",
    "import/only-format": "IMPORT_FORMAT csv",
    "import/only-from": "IMPORT_FROM_TIMESTAMP 2025-01-01",
    "import/only-query": "IMPORT_QUERY select 1",
    "import/format-upper": "IMPORT_CONNECTION_NAME c\nIMPORT_BUCKET_URI s3://b/*\nIMPORT_SCHEDULE @auto\nIMPORT_FORMAT PARQUET",
    "dynamo/all": "IMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b",
    "dynamo/no-bucket": "IMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a",
    "dynamo/no-connection": "IMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b",
    "dynamo/with-schedule": "IMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b\nIMPORT_SCHEDULE never",
    "dynamo/own-columns": "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER _timestamp\nENGINE_IS_DELETED _is_deleted\n"
    "IMPORT_CONNECTION_NAME c\nIMPORT_TABLE_ARN a\nIMPORT_EXPORT_BUCKET b",
    "postgres/all": "PG_CONNECTION_NAME c\nPG_TABLE t",
    "postgres/no-table": "PG_CONNECTION_NAME c",
    "postgres/no-connection": "PG_TABLE t",
    "secret/kept": 'KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC {{ tb_secret("t") }}\nKAFKA_GROUP_ID {{ tb_secret("g", "x y") }}',
    "secret/in-ttl": 'ENGINE_TTL "ts + toIntervalDay({{ tb_secret("days") }})"',
}

# The secrets are given, so that these are rendered.
RENDERED = {
    "found": '{{ tb_secret("topic") }}',
    "found-single-quotes": "{{ tb_secret('topic') }}",
    "found-no-blanks": "{{tb_secret('topic')}}",
    "found-inside": "a-{{ tb_secret('topic') }}-b",
    "found-twice": "{{ tb_secret('topic') }}{{ tb_secret('group') }}",
    "default-unused": "{{ tb_secret('topic', 'other') }}",
    "default": "{{ tb_secret('missing', 'other') }}",
    "default-empty": "{{ tb_secret('missing', '') }}",
    "default-number": "{{ tb_secret('missing', 5) }}",
    "missing": "{{ tb_secret('missing') }}",
    "empty": "{{ tb_secret('empty') }}",
    "quoted": "\"{{ tb_secret('topic') }}\"",
    "with-blanks": "{{ tb_secret('words') }}",
    "content/hash": "{{ tb_secret('hash') }}",
    "content/lines": "{{ tb_secret('lines') }}",
    "string": "{{ 'x' }}",
    "number": "{{ 5 }}",
    "language/sum": "{{ 5 + 3 }}",
    "language/concatenation": "{{ 'a' + tb_secret('topic') }}",
    "unknown-function": "{{ evil('x') }}",
    "method": "{{ tb_secret('topic').upper() }}",
    "name": "{{ topic }}",
    "nothing": "{{ }}",
    "unclosed": "{{ tb_secret('topic')",
    "unclosed-string": "{{ tb_secret('topic }}",
    "no-argument": "{{ tb_secret() }}",
    "three-arguments": "{{ tb_secret('a', 'b', 'c') }}",
    "comment": "x{# note #}y",
    "comment-of-lines": "x {# note\nof two\n#}",
    "comment-with-expression": "x{# {{ evil() }} #}",
    "language/escaped": "{{! x }}",
    "language/if": "{% if tb_secret('topic') == 'orders' %}yes{% else %}no{% end %}",
    "language/set": "{% set x = 'a' %}{{ x }}",
    "language/for": "{% for x in ['a', 'b'] %}{{ x }}{% end %}",
    "language/comment-tag": "x{% comment note %}",
    "import": "{% import os %}x",
    "one-brace": "a{b}c",
    "closing-only": "a }} b",
}

CONNECTIONS = {
    "useless/no-type": "KAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\nKAFKA_SECRET s\n",
    "useless/empty": "",
    "useless/type-only-kafka": "TYPE kafka\n",
    "useless/type-only-s3": "TYPE s3\n",
    "useless/type-only-gcs": "TYPE gcs\n",
    "useless/type-only-dynamodb": "TYPE dynamodb\n",
    "useless/type-only-postgres": "TYPE postgres\n",
    "useless/type-unknown": "TYPE foo\n",
    "type-upper": "TYPE KAFKA\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\nKAFKA_SECRET s\n",
    "type-quoted": 'TYPE "s3"\nS3_REGION "r"\nS3_ARN "a"\n',
    "type-s3-iamrole": "TYPE s3_iamrole\nS3_REGION r\nS3_ARN a\n",
    "type-gcs-hmac": "TYPE gcs_hmac\nGCS_HMAC_ACCESS_ID i\nGCS_HMAC_SECRET s\n",
    "foreign-setting": "TYPE s3\nS3_REGION r\nS3_ARN a\nKAFKA_KEY k\n",
    "kafka-plaintext": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_SECURITY_PROTOCOL PLAINTEXT\n",
    "useless/kafka-no-secret": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\n",
    "kafka-oauth": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_SASL_MECHANISM OAUTHBEARER\nKAFKA_SASL_OAUTHBEARER_METHOD AWS\n"
    "KAFKA_SASL_OAUTHBEARER_AWS_REGION r\nKAFKA_SASL_OAUTHBEARER_AWS_ROLE_ARN a\n",
    "kafka-pem": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\nKAFKA_SECRET s\nKAFKA_SSL_CA_PEM >\n    -----BEGIN\n    abc\n",
    "kafka-pem-margin": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\nKAFKA_SECRET s\nKAFKA_SSL_CA_PEM >\n-----BEGIN\nabc\n",
    "kafka-avro": "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY k\nKAFKA_SECRET s\nKAFKA_KEY_AVRO_DESERIALIZATION x\n",
    "s3-keys": "TYPE s3\nS3_REGION r\nS3_ACCESS_KEY k\nS3_SECRET s\n",
    "gcs-json": 'TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON {"a": 1}\n',
    "gcs-json-quoted": "TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON '{\"a\": 1}'\n",
    "gcs-json-bad": "TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON {a: 1}\n",
    "useless/gcs-json-list": "TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON [1]\n",
    "gcs-json-secret": 'TYPE gcs\nGCS_SERVICE_ACCOUNT_CREDENTIALS_JSON {{ tb_secret("j") }}\n',
    "secret": 'TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS b:1\nKAFKA_KEY {{ tb_secret("k") }}\nKAFKA_SECRET {{ tb_secret("s") }}\n',
    "token": "TYPE s3\nS3_REGION r\nS3_ARN a\nTOKEN t READ\n",
    "tags": "TYPE s3\nS3_REGION r\nS3_ARN a\nTAGS x\n",
    "description-block": "DESCRIPTION >\n    The bucket\nTYPE s3\nS3_REGION r\nS3_ARN a\n",
    "indented": "TYPE s3\n    S3_REGION r\n    S3_ARN a\n",
    "type-last": "S3_REGION r\nS3_ARN a\nTYPE s3\n",
}


def cases():
    """Values of data sources and pipes, then connections."""
    found = []
    for token in TOKENS:
        found.append(data_source(f"token/datasource/{token}", f"TOKEN {token}"))
        found.append(pipe(f"token/pipe/{token}", f"TOKEN {token}\n{NODE}"))
    for tags in TAGS:
        found.append(data_source(f"tags/datasource/{tags}", f"TAGS {tags}"))
        found.append(pipe(f"tags/pipe/{tags}", f"TAGS {tags}\n{NODE}"))
    found += [data_source(name, text) for name, text in DATA_SOURCES.items()]
    secrets = {"topic": "orders", "group": "readers", "empty": "", "words": "a b", "hash": "a#b", "lines": "a\nb"}
    for name, value in RENDERED.items():
        text = f"KAFKA_CONNECTION_NAME b\nKAFKA_TOPIC {value}\nKAFKA_GROUP_ID g"
        found.append(data_source(f"rendered/{name}", text, secrets=secrets))
    return found + [connection(f"connection/{name}", text) for name, text in CONNECTIONS.items()]
