"""The line grammar: comments, indentation, blocks and their ends, quotes, line ends."""

from datafile import case, data_source, pipe

SAMPLE = 'DESCRIPTION >\n    Orders\n\nSCHEMA >\n    id UInt64,\n    v UInt8\n\nENGINE "MergeTree"\nENGINE_SORTING_KEY "id"\n'

TEXTS = {
    "nothing": "",
    "blank": "\n\n  \n",
    "comment-only": "# nothing\n",
    "no-final-line-end": "SCHEMA >\n    id UInt64",
    "crlf": SAMPLE.replace("\n", "\r\n"),
    "cr": SAMPLE.replace("\n", "\r"),
    "byte-order-mark": "\ufeff" + SAMPLE,
    "tabs": SAMPLE.replace("    ", "\t"),
    "one-blank": SAMPLE.replace("    ", " "),
    "margin": SAMPLE.replace("    ", ""),
    "lower-case": "schema >\n    id UInt64\nengine mergetree\n",
    "mixed-case": "Schema >\n    id UInt64\nEngine Null\n",
    "indented-directives": "  SCHEMA >\n    id UInt64\n",
    "indented-directive-in-block": "SCHEMA >\n    id UInt64\n    ENGINE Null\n",
    "comment-before-block-line": "SCHEMA >\n# one\n    id UInt64, \n  # two\n    v UInt8\n",
    "blank-lines-in-block": "SCHEMA >\n\n    id UInt64,\n\n\n    v UInt8\n\n",
    "comment-after-block-sign": "SCHEMA > # the columns\n    id UInt64\n",
    "text-after-block-sign": "SCHEMA > id UInt64\n    v UInt8\n",
    "block-sign-twice": "SCHEMA > >\n    id UInt64\n",
    "block-sign-quoted": 'SCHEMA ">"\n    id UInt64\n',
    "block-sign-glued": "SCHEMA >x\n    id UInt64\n",
    "block-in-block": "SCHEMA >\n    id UInt64\nENGINE >\n    MergeTree\nTAGS >\n    a, b\n",
    "schema-twice-first-wrong": "SCHEMA >\n    id\nSCHEMA >\n    v UInt8\n",
    "schema-twice-first-empty": "SCHEMA >\nSCHEMA >\n    v UInt8\n",
    "indexes-twice-first-wrong": "SCHEMA >\n    v UInt8\nINDEXES >\n    i v\nINDEXES >\n    i v TYPE minmax\n",
    "sql-in-datasource": "SCHEMA >\n    v UInt8\nSQL >\n    SELECT 1\n",
    "schema-twice": "SCHEMA >\n    id UInt64\nSCHEMA >\n    v UInt8\n",
    "column-called-tags": "SCHEMA >\nid UInt64,\ntags String\n",
    "column-called-description": "SCHEMA >\nid UInt64,\ndescription String\n",
    "column-called-type": "SCHEMA >\nid UInt64,\ntype String\n",
    "column-called-node": "SCHEMA >\nid UInt64,\nnode String\n",
    "column-called-version": "SCHEMA >\nid UInt64,\nversion String\n",
    "column-called-source": "SCHEMA >\n    id UInt64,\n    source String\n",
    "quoted-directive": '"SCHEMA" >\n    id UInt64\n',
    "unknown-first": "HELLO world\nSCHEMA >\n    id UInt64\n",
    "text-first": "Orders of the shop\nSCHEMA >\n    id UInt64\n",
    "sql-comment-line": "-- orders\nSCHEMA >\n    id UInt64\n",
    "hash-in-description": "DESCRIPTION one # two\nSCHEMA >\n    id UInt64\n",
    "apostrophe-in-description": "DESCRIPTION it's fine\nSCHEMA >\n    id UInt64\n",
    "quote-unclosed": "DESCRIPTION 'tis fine\nSCHEMA >\n    id UInt64\n",
    "quote-unclosed-in-block": "DESCRIPTION >\n    'tis fine\n    \"so\nSCHEMA >\n    id UInt64\n",
    "quote-unclosed-at-margin": "DESCRIPTION >\n'tis fine\nSCHEMA >\n    id UInt64\n",
    "backslash": "DESCRIPTION a\\ b \\n\nSCHEMA >\n    id UInt64\n",
    "backslash-at-end": "DESCRIPTION a \\\nSCHEMA >\n    id UInt64\n",
    "description-quoted": 'DESCRIPTION "Orders"\nSCHEMA >\n    id UInt64\n',
    "description-spaces": "DESCRIPTION a   b\tc\nSCHEMA >\n    id UInt64\n",
    "description-block-at-margin": "DESCRIPTION >\nOne line.\nAnother.\nSCHEMA >\n    id UInt64\n",
    "description-twice": "DESCRIPTION one\nDESCRIPTION two\nSCHEMA >\n    id UInt64\n",
    "token-quoted": 'TOKEN "a b" READ\nSCHEMA >\n    id UInt64\n',
    "token-quote-inside": 'TOKEN x"a b" READ\nSCHEMA >\n    id UInt64\n',
    "token-quote-then-word": 'TOKEN "a"b READ\nSCHEMA >\n    id UInt64\n',
    "not-ascii": "DESCRIPTION Bestellungen für Zoë 🙂\nSCHEMA >\n    `größe` UInt64\n",
    "long-line": "DESCRIPTION " + "x" * 5000 + "\nSCHEMA >\n    id UInt64\n",
    "value-dollar": "KAFKA_CONNECTION_NAME $NOT_SET\nKAFKA_TOPIC ${NOT_SET}\nKAFKA_GROUP_ID a$\nSCHEMA >\n    id UInt64\n",
}

PIPES = {
    "sql-at-margin": "NODE a\nSQL >\nSELECT 1\nFROM t\nTYPE endpoint\n",
    "sql-line-called-type": "NODE a\nSQL >\nSELECT\ntype,\nx\nFROM t\n",
    "sql-line-engine": "NODE a\nSQL >\n    SELECT 1\nENGINE MergeTree\n",
    "sql-line-from": "NODE a\nSQL >\n    SELECT 1\nFROM t\n",
    "sql-line-limit": "NODE a\nSQL >\n    SELECT 1\nLIMIT 1\n",
    "sql-line-maintainer": "NODE a\nSQL >\nSELECT\nmaintainer\nFROM t\n",
    "sql-type-indented": "NODE a\nSQL >\n    SELECT 1\n    TYPE endpoint\n",
    "sql-comments": "NODE a\nSQL >\n    -- one\n    SELECT 1 -- two\n    # three\n    , 2 # four\n",
    "sql-blank-lines": "NODE a\nSQL >\n\n    SELECT 1\n\n    , 2\n\n",
    "sql-quotes": "NODE a\nSQL >\n    SELECT 'a # b', \"c\n    d\", 'it''s'\n",
    "sql-indentation": "NODE a\nSQL >\n        SELECT 1\n          , 2\n        , 3\n",
    "sql-indentation-mixed": "NODE a\nSQL >\n\tSELECT 1\n    , 2\n",
    "sql-template": "NODE a\nSQL >\n    %\n    SELECT 1\n      , {{Int8(a, 1)}}\n",
    "sql-template-at-margin": "NODE a\nSQL >\n%\nSELECT {{Int8(a, 1)}}\n",
    "sql-template-same-line": "NODE a\nSQL >\n    % SELECT {{Int8(a, 1)}}\n",
    "sql-template-comment": "NODE a\nSQL >\n    %\n    {# note #}\n    SELECT 1\n",
    "sql-tag-at-margin": "NODE a\nSQL >\n%\nSELECT 1\n{% if defined(a) %}\nWHERE 1\n{% end %}\n",
    "sql-after-comment-line": "NODE a\nSQL >\n    # note\n    %\n    SELECT 1\n",
    "crlf": "NODE a\r\nSQL >\r\n    SELECT 1\r\n    , 2\r\nTYPE endpoint\r\n",
}


def cases():
    """The texts above, one by one."""
    found = [case(f"line/{name}", text) for name, text in TEXTS.items()]
    found += [pipe(f"line/pipe/{name}", text) for name, text in PIPES.items()]
    for end in ["", " ", "\t", "#", " #", " ;", " ,", " \\", " 'x'", ' "', " `"]:
        found.append(data_source(f"line/end/{end!r}", "ENGINE MergeTree" + end))
    return found
