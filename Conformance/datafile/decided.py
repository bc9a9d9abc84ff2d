"""What ours refuses at once, though the peer only finds out when the engine does.

The systematic cases of these stand in the list of differences. Mutations make them by chance: there the reference is
held to them, so that no glob over mutations is needed.
"""

import re

NAME = re.compile(r"[A-Za-z_]\w*$")
KEY_WORDS = {"asc", "desc", "as", "and", "or", "not"}


def refuse_the_useless(document, kind):
    """Raises where ours would refuse what the peer accepts."""
    {"datasource": refuse_data_source, "pipe": refuse_pipe, "connection": refuse_connection}[kind](document)


def refuse_data_source(document):
    """Names twice, keys of unknown columns, codecs that are none."""
    node = document.nodes[0]
    names = [column["name"] for column in node["columns"]]
    indexes = [index.name for index in node.get("indexes", [])]
    if not names or len(set(names)) < len(names) or len(set(indexes)) < len(indexes):
        raise ValueError("no columns, or a name twice")
    if any(column["codec"] and not re.fullmatch(r"CODEC\(.*\)", column["codec"], re.DOTALL) for column in node["columns"]):
        raise ValueError("a codec that is none")
    arguments = dict((node.get("engine") or {}).get("args") or [])
    key = arguments.get("sorting_key", "")
    words = re.findall(r"(?<![\w.'])([A-Za-z_]\w*)(?!\w*\s*\()", key)
    if '"' in key or any(word not in names and word.lower() not in KEY_WORDS for word in words):
        raise ValueError("a key of an unknown column")
    if arguments.get("is_deleted") and not arguments.get("ver"):
        raise ValueError("ENGINE_IS_DELETED without ENGINE_VER")


def refuse_pipe(document):
    """Nodes that SQL cannot name."""
    names = [node["name"] for node in document.nodes]
    if len(set(names)) < len(names) or not all(NAME.match(name) for name in names):
        raise ValueError("a node's name twice, or none")


def refuse_connection(document):
    """Connections to nothing we know."""
    if document.nodes[0].get("type", "").lower() != "kafka":
        raise ValueError("a connection of no type")
